"""One's own account: password, codes of an app, sessions."""

from __future__ import annotations

import hmac

import segno
from starlette.responses import Response

from desk.access import READ, Page
from desk.call import Call
from records.accounts import codes, members, passwords, sessions, signing_in
from records.database import Session
from records.errors import TooManySignIns
from records.models import StaffSession


async def look(call: Call) -> Response:
    """The page."""
    return await _page(call)


async def set_password(call: Call) -> Response:
    """Another password; all sessions end."""
    form = await call.form()
    old, new = form.secret("old"), form.secret("password")
    if (refusal := await _checked(call, old)) is not None:
        return refusal
    if new != form.secret("again"):
        return await _page(call, call.say("passwords_differ"), 400)
    if not passwords.acceptable(new, call.who.login):
        return await _page(call, call.say("password_weak"), 400)
    await call.write(lambda session: members.set_password(session, call.who.id, new, call.who.login, call.now))
    return call.go("/sign-in")


async def begin_codes(call: Call) -> Response:
    """A new secret, shown as a square; it counts once a code of it is given."""
    if (refusal := await _checked(call, (await call.form()).secret("old"))) is not None:
        return refusal
    return _secret(call, codes.new_secret())


async def set_codes(call: Call) -> Response:
    """The code that shows that the app has the secret."""
    form = await call.form()
    secret, signed = form.text("secret", 64), form.text("signed", 80)
    if not hmac.compare_digest(signed, _signature(call, secret)):
        return await _page(call, call.say("error_form"), 400)
    step = codes.step_of(secret, form.text("code", 20), 0, call.now)
    if step is None:
        return _secret(call, secret, call.say("code_wrong"), 400)
    await call.write(lambda session: members.set_totp(session, call.who.id, secret, call.who.login, call.now, step))
    return call.go("/account")


async def end_codes(call: Call) -> Response:
    """Ask for no codes any more."""
    if (refusal := await _checked(call, (await call.form()).secret("old"))) is not None:
        return refusal
    await call.write(lambda session: members.set_totp(session, call.who.id, None, call.who.login, call.now))
    return call.go("/account")


async def sign_out_elsewhere(call: Call) -> Response:
    """End all sessions but this one."""
    assert call.session is not None
    here = call.session.key
    await call.write(lambda session: sessions.end_all(session, call.who, call.who.login, call.now, but=here))
    return call.go("/account")


async def _checked(call: Call, password: str) -> Response | None:
    """What is answered where the password is not right, throttled like a sign-in; None where it is."""
    login = call.who.login

    try:
        await call.write(lambda session: signing_in.tried(session, login, call.address, call.now))
    except TooManySignIns as refusal:
        return await _page(call, call.say("sign_in_wait", n=round(refusal.seconds)), 429)
    if await call.read(lambda session: signing_in.member_of(session, login, password)) is not None:
        await call.write(lambda session: signing_in.right(session, login, call.address, whole=True))
        return None
    await call.write(lambda session: signing_in.failed(session, login, call.now))
    return await _page(call, call.say("password_wrong"), 403)


def _secret(call: Call, secret: str, error: str = "", status: int = 200) -> Response:
    square = segno.make(codes.address(secret, call.who.login, call.desk.pack.event.short_name.en), micro=False, error="m")
    width = square.symbol_size(border=0)[0]
    dark = [(x, y) for y, row in enumerate(square.matrix) for x, cell in enumerate(row) if cell]
    path = "".join(f"M{x} {y}.5h1" for x, y in dark)
    return call.page("codes.html", status, secret=secret, signed=_signature(call, secret), path=path, width=width, error=error)


def _signature(call: Call, secret: str) -> str:
    """Binds a secret to who was shown it: nobody can be given one that somebody else knows."""
    assert call.session is not None
    return hmac.new(call.session.key.encode(), secret.encode(), "sha256").hexdigest()


async def _page(call: Call, error: str = "", status: int = 200) -> Response:
    def job(session: Session) -> list[StaffSession]:
        return sessions.of(session, call.who.id, call.now)

    return call.page("account.html", status, error=error, open=await call.read(job))


PAGES = (
    Page("GET", "/account", look, READ),
    Page("POST", "/account/password", set_password, READ),
    Page("POST", "/account/codes/begin", begin_codes, READ),
    Page("POST", "/account/codes", set_codes, READ),
    Page("POST", "/account/codes/end", end_codes, READ),
    Page("POST", "/account/sign-out", sign_out_elsewhere, READ),
)
