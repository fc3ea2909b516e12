"""Signing in: login and password, then a code where one is asked for; and signing out."""

from __future__ import annotations

import math
from urllib.parse import quote

from starlette.responses import Response

from desk import cookies
from desk.access import CODE, PUBLIC, READ, Page
from desk.call import Call
from records import audit
from records.accounts import members, sessions, signing_in
from records.database import Session
from records.errors import TooManySignIns
from records.models import Member


async def ask(call: Call) -> Response:
    """The form."""
    if call.session is not None and call.session.whole:
        return call.go("/")
    return call.page("sign_in.html", wanted=_own(call.query.text("next", 200)), login="", error="")


async def take(call: Call) -> Response:
    """Login and password."""
    form = await call.form()
    login, password, wanted = form.text("login", 80).lower(), form.secret("password"), _own(form.text("next", 200))
    try:
        await call.write(lambda session: signing_in.tried(session, login, call.address, call.now))
    except TooManySignIns as refusal:
        return _again(call, login, wanted, 429, call.say("sign_in_wait", n=math.ceil(refusal.seconds)))
    member = await call.read(lambda session: signing_in.member_of(session, login, password))
    if member is None:
        await call.write(lambda session: signing_in.failed(session, login, call.now))
        return _again(call, login, wanted, 403, call.say("sign_in_wrong"))
    return await _begun(call, member, password, wanted)


async def ask_code(call: Call) -> Response:
    """The form for a code."""
    return call.page("code.html", wanted=_own(call.query.text("next", 200)), error="")


async def take_code(call: Call) -> Response:
    """A code of the app."""
    form = await call.form()
    wanted, kept = _own(form.text("next", 200)), call.session
    assert kept is not None
    login = call.who.login

    def job(session: Session) -> str | None:
        token = signing_in.complete(session, kept, call.who, form.text("code", 20), call.now)
        if token is None:
            signing_in.failed(session, login, call.now)
        else:
            signing_in.right(session, login, call.address, whole=True)
        return token

    try:
        await call.write(lambda session: signing_in.tried(session, login, call.address, call.now))
        token = await call.write(job)
    except TooManySignIns as refusal:
        return call.page("code.html", 429, wanted=wanted, error=call.say("sign_in_wait", n=math.ceil(refusal.seconds)))
    if token is None:
        return call.page("code.html", 403, wanted=wanted, error=call.say("code_wrong"))
    response = call.go(wanted)
    cookies.give_session(call.request, response, token)
    return response


async def leave(call: Call) -> Response:
    """Sign out."""
    kept, login = call.session, call.who.login
    assert kept is not None

    def job(session: Session) -> None:
        sessions.end(session, kept.key)
        audit.note(session, login, "signed out", call.now)

    await call.write(job)
    response = call.go("/sign-in")
    cookies.take_session(call.request, response)
    return response


async def give_up(call: Call) -> Response:
    """Sign in as somebody else, instead of giving a code."""
    kept = call.session
    assert kept is not None
    await call.write(lambda session: sessions.end(session, kept.key))
    response = call.go("/sign-in")
    cookies.take_session(call.request, response)
    return response


async def _begun(call: Call, member: Member, password: str, wanted: str) -> Response:
    device, old = call.request.headers.get("user-agent", ""), call.session

    def job(session: Session) -> tuple[str, bool]:
        if old is not None:
            sessions.end(session, old.key)
        token, whole = signing_in.begin(session, members.get(session, member.id), password, device, call.now)
        signing_in.right(session, member.login, call.address, whole=whole)
        return token, whole

    token, whole = await call.write(job)
    response = call.go(wanted if whole else f"/code?next={quote(wanted)}")
    cookies.give_session(call.request, response, token)
    return response


def _again(call: Call, login: str, wanted: str, status: int, error: str) -> Response:
    return call.page("sign_in.html", status, wanted=wanted, login=login, error=error)


def _own(path: str) -> str:
    """A path of the desk; its front where it leads elsewhere."""
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path else "/"


PAGES = (
    Page("GET", "/sign-in", ask, PUBLIC),
    Page("POST", "/sign-in", take, PUBLIC),
    Page("GET", "/code", ask_code, CODE),
    Page("POST", "/code", take_code, CODE),
    Page("POST", "/code/leave", give_up, CODE),
    Page("POST", "/sign-out", leave, READ),
)
