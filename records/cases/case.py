"""A case as it was when it was read, and how rows become one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Iterable, Sequence

from sqlalchemy import select

from records.cases import details as detailed
from records.cases.details import Details
from records.database import Session
from records.errors import NoSuchCase
from records.models import CaseKind, CaseState, cases, conversations


@dataclass(frozen=True)
class Case:
    """One case.

    number: None for a draft. version: grows with every change. language, channel: in which it was filed.
    late: after the deadline of its kind; after_end: after the conference, so for the next one. duplicate_of: the id of an
    earlier case that is likely the same, which may not be there any more. assigned: whose it is among staff; due: until when.
    filed_at: None for a draft. secret: what the visitor's link to it ends with; only `submit` gives it.
    """

    id: int
    number: str | None
    kind: CaseKind
    state: CaseState
    version: int
    conversation_id: int
    visitor_id: int
    language: str
    channel: str
    late: bool
    after_end: bool
    duplicate_of: int | None
    assigned: str | None
    due: dt.date | None
    filed_at: dt.datetime | None
    created_at: dt.datetime
    changed_at: dt.datetime
    details: Details
    secret: str | None = field(default=None, repr=False)


_OF_CONVERSATIONS = {"visitor_id", "channel"}
_COLUMNS = [name for name in Case.__dataclass_fields__ if name not in {"details", "secret"}]
SELECT = select(*(conversations.c[name] if name in _OF_CONVERSATIONS else cases.c[name] for name in _COLUMNS)).join(
    conversations, conversations.c.id == cases.c.conversation_id
)
"""Cases without their details, to be narrowed with `where` and given to `load`."""


def load(session: Session, statement: Any) -> list[Case]:
    """The cases that a narrowed SELECT finds, with their details, in its order."""
    rows: Sequence[dict[str, Any]] = [dict(zip(_COLUMNS, row)) for row in session.execute(statement)]
    found = _details(session, rows)
    return [Case(**row, details=found[row["id"]]) for row in rows]


def one(session: Session, statement: Any) -> Case | None:
    """The first of them."""
    return next(iter(load(session, statement.limit(1))), None)


def lock(session: Session, case_id: int) -> Case:
    """The case, which nobody else changes before this transaction ends.

    Raises:
        NoSuchCase: there is none, or not any more.
    """
    return there(one(session, SELECT.where(cases.c.id == case_id).with_for_update(of=cases)))


def there(case: Case | None) -> Case:
    """The case.

    Raises:
        NoSuchCase: there is none.
    """
    if case is None:
        raise NoSuchCase("There is no such case, or not any more.")
    return case


def _details(session: Session, rows: Iterable[dict[str, Any]]) -> dict[int, Details]:
    ids: dict[CaseKind, list[int]] = defaultdict(list)
    for row in rows:
        ids[row["kind"]].append(row["id"])
    return {case_id: details for kind, of_kind in ids.items() for case_id, details in detailed.of_cases(session, kind, of_kind)}
