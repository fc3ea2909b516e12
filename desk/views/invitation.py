"""One-time links: the first administrator makes an account, others choose a password."""

from __future__ import annotations

from starlette.responses import Response

from desk.access import PUBLIC, Page
from desk.call import Call
from records.accounts import invitations, members
from records.errors import NameTaken, NoSuchInvitation
from records.models import Member


async def look(call: Call) -> Response:
    """The form."""
    token = _token(call)
    try:
        member = await call.read(lambda session: invitations.look(session, token, call.now))
    except NoSuchInvitation:
        return call.notice("invitation_void", 404)
    return _form(call, member)


async def take(call: Call) -> Response:
    """A password; of the first administrator a login and a name, too."""
    token, form = _token(call), await call.form()
    password, login, name = form.secret("password"), form.text("login", 40).lower(), form.text("name", 60)
    try:
        member = await call.read(lambda session: invitations.look(session, token, call.now))
        if password != form.secret("again"):
            return _form(call, member, login, name, call.say("passwords_differ"), 400)
        if member is None and not members.LOGIN.fullmatch(login):
            return _form(call, member, login, name, call.say("login_form"), 400)
        await call.write(lambda session: invitations.accept(session, token, password, call.now, login, name))
    except NoSuchInvitation:
        return call.notice("invitation_void", 404)
    except NameTaken:
        return _form(call, None, login, name, call.say("login_taken"), 409)
    except ValueError:
        return _form(call, member, login, name, call.say("password_weak"), 400)
    return call.go("/sign-in")


def _form(call: Call, member: Member | None, login: str = "", name: str = "", error: str = "", status: int = 200) -> Response:
    return call.page("invitation.html", status, invited=member, login=login, name=name, error=error)


def _token(call: Call) -> str:
    return str(call.request.path_params["token"])


PAGES = (
    Page("GET", "/invitations/{token}", look, PUBLIC),
    Page("POST", "/invitations/{token}", take, PUBLIC),
)
