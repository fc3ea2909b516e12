"""Cases found: by their ids and numbers, of a visitor, and the newest of a sort."""

from __future__ import annotations

import datetime as dt
from typing import Sequence

from sqlalchemy import select

from records.cases import numbers
from records.cases import place as places
from records.cases.case import SELECT, Case, load, one, there
from records.cases.place import Place
from records.database import Session
from records.models import CaseKind, CaseState, cases, conversations

_MOST_IDS = 500
_NEWEST = (cases.c.filed_at.desc(), cases.c.id.desc())


def get(session: Session, case_id: int) -> Case:
    """The case with this id.

    Raises:
        NoSuchCase: there is none, or not any more.
    """
    return there(one(session, SELECT.where(cases.c.id == case_id)))


def find(session: Session, number: str) -> Case:
    """The case with this number, as somebody wrote it. For staff; visitors are given `look_up`.

    Raises:
        NoSuchCase: there is none, or not any more.
    """
    return there(one(session, SELECT.where(cases.c.number == (numbers.read(number) or ""))))


def numbers_of(session: Session, case_ids: Sequence[int]) -> dict[int, str]:
    """The numbers of those of these cases that were filed and are still there, by their ids."""
    chunks = (list(case_ids[start : start + _MOST_IDS]) for start in range(0, len(case_ids), _MOST_IDS))
    filed = select(cases.c.id, cases.c.number).where(cases.c.number.is_not(None))
    return {case_id: number for chunk in chunks for case_id, number in session.execute(filed.where(cases.c.id.in_(chunk)))}


def mine(session: Session, conversation: Place) -> list[Case]:
    """All that the visitor of this conversation has filed, in whichever conversation, the newest first; no drafts.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    visitor_id = places.find(session, conversation).visitor_id
    theirs = SELECT.where(conversations.c.visitor_id == visitor_id, cases.c.number.is_not(None))
    return load(session, theirs.order_by(*_NEWEST))


def list_(
    session: Session,
    *,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
    since: dt.datetime | None = None,
    late: bool | None = None,
    limit: int | None = 100,
) -> list[Case]:
    """What was filed, the newest first; no drafts.

    kind, state, late: of these only; None: of all. since: filed then or later. limit: at most so many; None: all.
    """
    wanted = [
        column == value for column, value in ((cases.c.kind, kind), (cases.c.state, state), (cases.c.late, late)) if value is not None
    ]
    if since is not None:
        wanted.append(cases.c.filed_at >= since)
    filed = SELECT.where(cases.c.number.is_not(None), *wanted).order_by(*_NEWEST)
    return load(session, filed.limit(limit))
