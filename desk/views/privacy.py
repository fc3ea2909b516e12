"""What a visitor may ask for: all that is kept of them as a file, and its erasure.

An erasure takes two: one asks, another administrator consents; or one alone, who says why. Both are audited.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from desk import downloads
from desk.access import ADMINISTER, INSPECT, Page
from desk.call import Call
from desk.forms import BadForm
from records import audit, conversations, erasures, inboxes, privacy
from records.accounts import members
from records.database import Session
from records.errors import NoSuchConversation
from records.models import Conversation, Visitor

_SHORTEST_REASON = 10


async def look(call: Call) -> Response:
    """The page; with a visitor, where a conversation of theirs is named."""
    wanted = call.query.text("conversation", 18)

    def job(session: Session) -> dict[str, Any]:
        return {"found": _found(session, wanted), "waiting": erasures.waiting(session), "names": members.names(session)}

    values = await call.read(job)
    missing = bool(wanted) and values["found"] is None
    return call.page("privacy.html", wanted=wanted, missing=missing, days=call.desk.retention_days, **values)


async def export(call: Call) -> Response:
    """All that is kept of a visitor."""

    def job(session: Session) -> object:
        found = privacy.export(session, call.id)
        audit.note(session, call.who.login, "exported a visitor", call.now, visitor=call.id)
        return found

    return downloads.as_json(await call.write(job), f"visitor-{call.id}")


async def erase(call: Call) -> Response:
    """Ask for an erasure; with a reason it is done at once."""
    form = await call.form()
    reason = form.text("reason", 500)
    if form.text("alone") and len(reason) < _SHORTEST_REASON:
        raise BadForm(400, "reason", "reason_lacks")
    if not form.text("alone"):
        await call.write(lambda session: erasures.ask(session, call.id, call.who.login, reason, call.now))
        return call.go("/privacy")
    await call.write(lambda session: erasures.carry_out(session, call.id, call.who.login, call.now, reason=reason))
    await call.desk.store.call(lambda database: database.scrub())
    return call.go("/privacy")


async def consent(call: Call) -> Response:
    """The second person agrees."""
    await call.write(lambda session: erasures.carry_out(session, call.id, call.who.login, call.now))
    await call.desk.store.call(lambda database: database.scrub())
    return call.go("/privacy")


async def refuse(call: Call) -> Response:
    """The second person does not agree, or the first has thought better of it."""
    await call.write(lambda session: erasures.drop(session, call.id, call.who.login, call.now))
    return call.go("/privacy")


def _found(session: Session, wanted: str) -> tuple[Visitor, list[Conversation]] | None:
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    try:
        return inboxes.of_visitor(session, conversations.get(session, int(wanted)).visitor_id)
    except NoSuchConversation:
        return None


PAGES = (
    Page("GET", "/privacy", look, INSPECT),
    Page("GET", "/privacy/visitors/{id:int}", export, ADMINISTER),
    Page("POST", "/privacy/visitors/{id:int}/erase", erase, ADMINISTER),
    Page("POST", "/privacy/visitors/{id:int}/consent", consent, ADMINISTER),
    Page("POST", "/privacy/visitors/{id:int}/refuse", refuse, ADMINISTER),
)
