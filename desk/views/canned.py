"""Canned replies: everybody reads them, leads write them."""

from __future__ import annotations

from starlette.responses import Response

from desk.access import LEAD, READ, Page
from desk.call import Call
from records import canned
from records.accounts import members
from records.errors import NameTaken

_LONGEST = 2000


async def look(call: Call) -> Response:
    """The page."""
    return await _page(call)


async def save(call: Call) -> Response:
    """A new one, or a change of one."""
    form = await call.form()
    asked, name, zh, en = form.text("id", 18), form.text("name", 60), form.text("zh", _LONGEST), form.text("en", _LONGEST)
    if not (name and zh and en):
        return await _page(call, call.say("canned_both"), 400)
    which = int(asked) if asked.isascii() and asked.isdigit() else None
    try:
        await call.write(lambda session: canned.save(session, which, name, zh, en, call.who.login, call.now))
    except NameTaken:
        return await _page(call, call.say("name_taken"), 409)
    return call.go("/canned")


async def remove(call: Call) -> Response:
    """Delete one."""
    await call.write(lambda session: canned.remove(session, call.id, call.who.login, call.now))
    return call.go("/canned")


async def _page(call: Call, error: str = "", status: int = 200) -> Response:
    found, names = await call.read(lambda session: (canned.all_(session), members.names(session)))
    return call.page("canned.html", status, found=found, names=names, error=error, longest=_LONGEST)


PAGES = (
    Page("GET", "/canned", look, READ),
    Page("POST", "/canned", save, LEAD),
    Page("POST", "/canned/{id:int}/remove", remove, LEAD),
)
