"""The life of a case: what can become of it, one function for each change, each change with a line in the audit trail.

from               to                 when
DRAFT              SUBMITTED          the visitor says yes (filing.submit)
DRAFT              WITHDRAWN          the visitor thinks better of it
SUBMITTED          IN_REVIEW          staff look at it
SUBMITTED          WITHDRAWN          the visitor thinks better of it
IN_REVIEW          ACCEPTED           staff settle it
IN_REVIEW          DECLINED           likewise
IN_REVIEW          NEEDS_INFORMATION  something is missing
IN_REVIEW          WITHDRAWN          the visitor thinks better of it
NEEDS_INFORMATION  IN_REVIEW          it was added
NEEDS_INFORMATION  SUBMITTED          likewise, for somebody else to look at
NEEDS_INFORMATION  WITHDRAWN          the visitor thinks better of it
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import update

from records import words
from records.cases import details as detailed
from records.cases import likeness, trail
from records.cases.case import Case, lock
from records.cases.completeness import missing
from records.cases.details import Details
from records.database import Session
from records.errors import Incomplete, NoSuchMove, Stale
from records.models import CaseState, cases
from records.plain import plain

MOVES = {
    CaseState.DRAFT: {CaseState.SUBMITTED, CaseState.WITHDRAWN},
    CaseState.SUBMITTED: {CaseState.IN_REVIEW, CaseState.WITHDRAWN},
    CaseState.IN_REVIEW: {CaseState.ACCEPTED, CaseState.DECLINED, CaseState.NEEDS_INFORMATION, CaseState.WITHDRAWN},
    CaseState.NEEDS_INFORMATION: {CaseState.IN_REVIEW, CaseState.SUBMITTED, CaseState.WITHDRAWN},
    CaseState.ACCEPTED: set(),
    CaseState.DECLINED: set(),
    CaseState.WITHDRAWN: set(),
}
OVER = {CaseState.DECLINED, CaseState.WITHDRAWN}
"""Nothing is added to a case in one of these states, and none of its values changed."""


def set_state(session: Session, case_id: int, to: CaseState, by: str, now: dt.datetime, *, version: int | None, reason: str = "") -> Case:
    """The case in its new state.

    by: "visitor", "bot", or a member of staff. version: that of the case as the caller saw it; None: whatever it is by now.

    Raises:
        Stale: somebody has changed it since.
        NoSuchMove: the table above has no such line; or a draft was to be filed, which only `submit` does.
        NoSuchCase: there is none, or not any more.
        Unstorable: as in `words.check`.
    """
    words.check(by, reason)
    case = _seen(session, case_id, version)
    if to not in MOVES[case.state] or (case.state is CaseState.DRAFT and to is CaseState.SUBMITTED):
        raise NoSuchMove(f"A case does not go from {case.state.value} to {to.value}.")
    return _change(session, case, by, now, state=to, note=reason)


def withdraw(session: Session, case_id: int, by: str, now: dt.datetime, version: int | None = None) -> Case:
    """The case, withdrawn.

    Raises:
        Stale, NoSuchMove, NoSuchCase: as in `set_state`.
    """
    return set_state(session, case_id, CaseState.WITHDRAWN, by, now, version=version)


def amend(session: Session, case_id: int, details: Details, by: str, now: dt.datetime, *, version: int | None) -> Case:
    """The case with other values; the trail says which. Where they are the same, nothing is changed.

    Raises:
        Incomplete: what was filed would lack something it needs.
        NoSuchMove: it is a draft (`keep_draft`), withdrawn or declined.
        Stale, NoSuchCase: as in `set_state`.
        Unstorable: as in `details.check`.
        ValueError: these are the details of another kind of case.
    """
    words.check(by)
    detailed.check(details)
    case = _open(_seen(session, case_id, version))
    if case.kind is not detailed.kind_of(details):
        raise ValueError(f"a {case.kind.value} has no {type(details).__name__}")
    if lacking := missing(details):
        raise Incomplete(lacking)
    fields = detailed.differences(case.details, details)
    if not fields:
        return case
    detailed.replace(session, case.id, details)
    return dataclasses.replace(_change(session, case, by, now, fields=fields, organisation_key=likeness.key(details)), details=details)


def add_information(session: Session, case_id: int, note: str, by: str, now: dt.datetime) -> Case:
    """The case with what the visitor added, which stands in the trail. One that needed information is in review again.

    Raises:
        NoSuchMove: it is a draft, withdrawn or declined.
        NoSuchCase: there is none, or not any more.
        Unstorable: as in `words.check`.
    """
    words.check(by, note)
    case = _open(lock(session, case_id))
    state = CaseState.IN_REVIEW if case.state is CaseState.NEEDS_INFORMATION else case.state
    return _change(session, case, by, now, state=state, note=note)


def assign(
    session: Session, case_id: int, staff: str | None, due: dt.date | None, by: str, now: dt.datetime, *, version: int | None
) -> Case:
    """The case, given to a member of staff until a day; None for nobody and for no day. Where nothing is new, nothing is changed.

    Raises:
        NoSuchMove: it is a draft.
        Stale, NoSuchCase: as in `set_state`.
        Unstorable: as in `words.check`.
    """
    words.check(by, staff or "")
    case = _seen(session, case_id, version)
    if case.state is CaseState.DRAFT:
        raise NoSuchMove("A draft is nobody's but the visitor's.")
    pairs = (("assigned", case.assigned, staff), ("due", case.due, due))
    fields = {name: [plain(old), plain(new)] for name, old, new in pairs if old != new}
    if not fields:
        return case
    return dataclasses.replace(_change(session, case, by, now, fields=fields, assigned=staff, due=due), assigned=staff, due=due)


def _seen(session: Session, case_id: int, version: int | None) -> Case:
    case = lock(session, case_id)
    if version is not None and case.version != version:
        raise Stale(f"Somebody has changed the case since: its version is {case.version} by now, not {version}.")
    return case


def _open(case: Case) -> Case:
    if case.state is CaseState.DRAFT or case.state in OVER:
        raise NoSuchMove(f"The case is {case.state.value}; nothing can be added or changed.")
    return case


def _change(
    session: Session,
    case: Case,
    by: str,
    now: dt.datetime,
    *,
    state: CaseState | None = None,
    fields: dict[str, list[Any]] | None = None,
    note: str = "",
    **more: Any,
) -> Case:
    changes: dict[str, Any] = {"state": state or case.state, "version": case.version + 1, "changed_at": now}
    session.execute(update(cases).where(cases.c.id == case.id).values({**changes, **more}))
    trail.note(session, case.id, by, now, case.state, changes["state"], fields, note)
    return dataclasses.replace(case, **changes)
