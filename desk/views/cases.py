"""Cases: lists with filters that can be kept, a page for each, what becomes of them, and files."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import Response

from desk import casebook, downloads, fields
from desk.access import READ, WORK, Page
from desk.call import Call
from desk.casebook import Asked
from desk.forms import BadForm, Form
from desk.matters import tell
from records import audit, cases, saved_views
from records.accounts import members
from records.cases import Case, CaseKind, CaseState
from records.database import Session
from records.errors import Incomplete, NoSuchCase, NoSuchMove, Stale
from records.exports import is_confidential, sheets
from records.models import Role

_SHOWN = 300
_LONGEST = 2000


async def look(call: Call) -> Response:
    """The list."""
    return await _list(call, Asked.of(call.query))


async def _list(call: Call, asked: Asked, error: str = "", status: int = 200) -> Response:
    today = call.now.astimezone(call.desk.zone).date()

    def job(session: Session) -> dict[str, Any]:
        found = casebook.found(session, asked, call.who.login, today)
        people = members.all_(session)
        return {
            "found": found[:_SHOWN],
            "total": len(found),
            "views": saved_views.of(session, call.who.login),
            "people": [one for one in people if one.active and one.role is not Role.AUDITOR],
            "names": {one.login: one.name for one in people},
        }

    values = await call.read(job)
    fixed: dict[str, Any] = {"kinds": list(CaseKind), "states": _states(), "title_of": casebook.title, "is_hidden": is_confidential}
    return call.page("cases.html", status, asked=asked, error=error, today=today, **values, **fixed)


async def one(call: Call) -> Response:
    """A case."""

    def job(session: Session) -> dict[str, Any]:
        case = cases.get(session, call.id)
        people = members.all_(session)
        return {
            "case": case,
            "earlier": _there(session, case.duplicate_of),
            "history": cases.history(session, case.id),
            "people": [p for p in people if p.active and p.role is not Role.AUDITOR],
            "names": {p.login: p.name for p in people},
            "mine": [other for other in cases.mine(session, case.conversation_id) if other.id != case.id],
        }

    values = await call.read(job)
    helpers: dict[str, Any] = {
        "values_of": casebook.values,
        "next_states": casebook.next_states,
        "fields_of": fields.fields_of,
        "changes": casebook.changes,
    }
    return call.page("case.html", **values, **helpers, longest=_LONGEST)


async def step(call: Call) -> Response:
    """Another state, with words to the visitor where there are some."""
    form = await call.form()
    to, version = CaseState(form.one_of("to", [state.value for state in CaseState])), form.number("version")
    reason, message = form.text("reason", 500), form.text("message", _LONGEST)

    def job(session: Session) -> None:
        case = cases.set_state(session, call.id, to, call.who.login, call.now, version=version, reason=reason)
        _note(session, call, "case moved", case, state=to.value)
        if message:
            tell(session, case, message, call.who, call.now)

    await call.write(job)
    return call.go(f"/cases/{call.id}")


async def amend(call: Call) -> Response:
    """Other values: what the visitor has told since, or mistyped."""
    form = await call.form()
    version = form.number("version")

    def job(session: Session) -> None:
        details = fields.read(form, cases.get(session, call.id), call.desk)
        _note(session, call, "case changed", cases.amend(session, call.id, details, call.who.login, call.now, version=version))

    try:
        await call.write(job)
    except Incomplete as lacking:
        return call.notice("case_lacks", 400, fields=", ".join(lacking.missing))
    return call.go(f"/cases/{call.id}")


async def assign(call: Call) -> Response:
    """Give it to somebody, until a day."""
    form = await call.form()
    version = form.number("version")
    staff, due = await _assignment(call, form)

    def job(session: Session) -> None:
        case = cases.assign(session, call.id, staff, due, call.who.login, call.now, version=version)
        _note(session, call, "case assigned", case, to=staff or "")

    await call.write(job)
    return call.go(f"/cases/{call.id}")


async def bulk(call: Call) -> Response:
    """The same for all that were chosen; what cannot be done with one is told, and done with the others.

    Who has a case, and until when, stays where the form does not say it.
    """
    form = await call.form()
    ids = [int(text) for text in form.all("id") if text.isascii() and text.isdigit()]
    what, back = form.one_of("what", ("assign", *(state.value for state in CaseState))), form.text("back", 500)
    staff, due = await _assignment(call, form)

    def job(session: Session) -> int:
        done = 0
        for case_id in ids:
            with session.begin_nested():
                done += _done(session, call, case_id, what, staff, due)
        return done

    done = await call.write(job)
    if not ids or done < len(ids):
        told = call.say("bulk_some", done=done, n=len(ids)) if ids else call.say("bulk_none")
        return await _list(call, Asked.of(Form(parse_qsl(back))), told, 409 if ids else 400)
    return call.go(f"/cases?{back}" if back else "/cases")


async def export(call: Call) -> Response:
    """The list as a file. Needs that are never to be listed are left out."""
    form, asked = call.query.one_of("form", downloads.FORMATS), Asked.of(call.query)
    today = call.now.astimezone(call.desk.zone).date()

    def job(session: Session) -> tuple[list[Case], dict[int, str]]:
        found = casebook.found(session, asked, call.who.login, today)
        audit.note(session, call.who.login, "exported cases", call.now, number=len(found))
        return found, cases.numbers_of(session, [case.duplicate_of for case in found if case.duplicate_of])

    found, numbers = await call.write(job)
    kinds = [kind for kind in CaseKind if any(case.kind is kind for case in found)] or list(CaseKind)[:1]
    made = sheets(found, numbers, call.desk.zone, kinds=kinds, names=lambda topic: call.desk.topic(topic, call.language))
    return downloads.sheets(made, form, f"cases-{today}")


async def keep(call: Call) -> Response:
    """Keep a list under a name."""
    form = await call.form()
    name, query = form.text("name", 60), form.text("query", 500)
    if not name:
        raise BadForm(400, "name")
    await call.write(lambda session: saved_views.keep(session, call.who.login, name, query))
    return call.go(f"/cases?{query}")


async def drop(call: Call) -> Response:
    """Forget a list."""
    await call.write(lambda session: saved_views.drop(session, call.who.login, call.id))
    return call.go("/cases")


def _note(session: Session, call: Call, action: str, case: Case, **detail: str) -> None:
    audit.note(session, call.who.login, action, call.now, case.conversation_id, case=case.number, **detail)


def _done(session: Session, call: Call, case_id: int, what: str, staff: str | None, due: dt.date | None) -> bool:
    try:
        if what == "assign":
            case = cases.get(session, case_id)
            case = cases.assign(session, case_id, staff or case.assigned, due or case.due, call.who.login, call.now, version=None)
            _note(session, call, "case assigned", case, to=case.assigned or "")
        else:
            case = cases.set_state(session, case_id, CaseState(what), call.who.login, call.now, version=None)
            _note(session, call, "case moved", case, state=what)
    except (NoSuchMove, NoSuchCase, Stale):
        return False
    return True


async def _assignment(call: Call, form: Form) -> tuple[str | None, dt.date | None]:
    login, day = form.text("staff", 40), form.text("due", 10)
    if login:
        await call.read(lambda session: members.find(session, login))
    try:
        return login or None, dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise BadForm(400, "due") from None


def _there(session: Session, case_id: int | None) -> Case | None:
    try:
        return cases.get(session, case_id) if case_id else None
    except NoSuchCase:
        return None


def _states() -> list[str]:
    return ["open", *(state.value for state in CaseState if state is not CaseState.DRAFT)]


PAGES = (
    Page("GET", "/cases", look, READ),
    Page("GET", "/cases/export", export, READ),
    Page("POST", "/cases/bulk", bulk, WORK),
    Page("POST", "/cases/views", keep, READ),
    Page("POST", "/cases/views/{id:int}/drop", drop, READ),
    Page("GET", "/cases/{id:int}", one, READ),
    Page("POST", "/cases/{id:int}/state", step, WORK),
    Page("POST", "/cases/{id:int}/assign", assign, WORK),
    Page("POST", "/cases/{id:int}/values", amend, WORK),
)
