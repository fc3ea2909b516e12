"""Staff: who may sign in and as what; links for passwords, sessions, codes."""

from __future__ import annotations

from starlette.responses import Response

from desk.access import ADMINISTER, INSPECT, Page
from desk.call import Call
from desk.deeds import told
from records import audit
from records.accounts import invitations, members, sessions
from records.database import Session
from records.errors import LastAdministrator, NameTaken
from records.models import AuditLine, Member, Role, StaffSession

_PAGE = 100


async def look(call: Call) -> Response:
    """The page."""
    return await _page(call)


async def add(call: Call) -> Response:
    """A new member; the link to choose a password is shown once."""
    form = await call.form()
    login, name, email = form.text("login", 40).lower(), form.text("name", 60), form.text("email", 120)
    role = Role(form.one_of("role", [role.value for role in Role]))

    def job(session: Session) -> tuple[Member, str]:
        member = members.add(session, login, name or login, role, call.who.login, call.now, email)
        return member, invitations.invite(session, member, call.who.login, call.now)

    try:
        member, token = await call.write(job)
    except NameTaken:
        return await _page(call, error=call.say("login_taken"), status=409)
    except ValueError:
        return await _page(call, error=call.say("login_form"), status=400)
    return await _page(call, invited=member, link=_link(call, token))


async def change(call: Call) -> Response:
    """Another name, role or address; or no longer, or again, a member."""
    form = await call.form()
    role = Role(form.one_of("role", [role.value for role in Role]))
    changes = {"name": form.text("name", 60), "email": form.text("email", 120), "role": role, "active": form.text("active") == "1"}
    if not changes["name"]:
        return await _page(call, error=call.say("error_form"), status=400)
    try:
        await call.write(lambda session: members.change(session, call.id, call.who.login, call.now, **changes))
    except LastAdministrator:
        return await _page(call, error=call.say("last_administrator"), status=409)
    return call.go("/staff")


async def invite(call: Call) -> Response:
    """A new link to choose a password."""

    def job(session: Session) -> tuple[Member, str]:
        member = members.get(session, call.id)
        return member, invitations.invite(session, member, call.who.login, call.now)

    member, token = await call.write(job)
    return await _page(call, invited=member, link=_link(call, token))


async def sign_out(call: Call) -> Response:
    """End all sessions of a member."""
    await call.write(lambda session: sessions.end_all(session, members.get(session, call.id), call.who.login, call.now))
    return call.go("/staff")


async def forget_codes(call: Call) -> Response:
    """Ask a member for no codes any more, who has lost the app."""
    await call.write(lambda session: members.set_totp(session, call.id, None, call.who.login, call.now))
    return call.go("/staff")


async def log(call: Call) -> Response:
    """The audit."""
    who, before = call.query.text("staff", 40), call.query.text("before", 18)
    last = int(before) if before.isascii() and before.isdigit() else None

    def job(session: Session) -> tuple[list[AuditLine], list[Member]]:
        return audit.lines(session, staff=who or None, before=last, limit=_PAGE), members.all_(session)

    lines, people = await call.read(job)
    more = lines[-1].id if len(lines) == _PAGE else None
    names = {one.login: one.name for one in people}
    return call.page("audit.html", lines=lines, people=people, who=who, more=more, names=names, told=told)


async def _page(call: Call, error: str = "", status: int = 200, invited: Member | None = None, link: str = "") -> Response:
    def job(session: Session) -> tuple[list[Member], dict[int, list[StaffSession]], dict[str, int], set[str]]:
        from records import handover

        people = members.all_(session)
        open_ = {member.id: sessions.of(session, member.id, call.now) for member in people}
        return people, open_, handover.members_at(session), {member.login for member in members.here(session, call.now)}

    people, open_, load, here = await call.read(job)
    values = {"people": people, "open": open_, "load": load, "here": here, "roles": list(Role)}
    return call.page("staff.html", status, error=error, invited=invited, link=link, **values)


def _link(call: Call, token: str) -> str:
    base = call.desk.url or str(call.request.base_url).rstrip("/")
    return f"{base}/invitations/{token}"


PAGES = (
    Page("GET", "/staff", look, INSPECT),
    Page("POST", "/staff", add, ADMINISTER),
    Page("POST", "/staff/{id:int}", change, ADMINISTER),
    Page("POST", "/staff/{id:int}/invite", invite, ADMINISTER),
    Page("POST", "/staff/{id:int}/sign-out", sign_out, ADMINISTER),
    Page("POST", "/staff/{id:int}/codes", forget_codes, ADMINISTER),
    Page("GET", "/audit", log, INSPECT),
)
