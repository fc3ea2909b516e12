"""Notices: hand-overs that wait and cases that were filed, of which staff are told where they don't look.

Each is told once a way: kind is HANDOVER or CASE with the name of the way.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Text, cast, delete, exists, select, text

from records.database import Session
from records.models import Handover, Owner, cases, conversations, handovers, notices
from records.upsert import insert

HANDOVER, CASE = "handover", "case"
_KEPT = dt.timedelta(days=30)


def waiting(session: Session, before: dt.datetime, kind: str) -> list[Handover]:
    """Hand-overs in the queue since before then that were not told in this way, the longest-waiting first."""
    told = exists(select(notices.c.kind).where(notices.c.kind == kind, notices.c.about == _text(handovers.c.id)))
    found = select(handovers).join(conversations, conversations.c.id == handovers.c.conversation_id)
    queued = found.where(text("handovers.ended_at IS NULL"), conversations.c.owner == Owner.QUEUED)
    late = queued.where(handovers.c.waiting_since < before, ~told)
    return [Handover(*row) for row in session.execute(late.order_by(handovers.c.waiting_since))]


def filed(session: Session, since: dt.datetime, kind: str) -> list[tuple[int, str]]:
    """Ids and numbers of the cases that were filed since then and were not told in this way, the oldest first."""
    told = exists(select(notices.c.kind).where(notices.c.kind == kind, notices.c.about == _text(cases.c.id)))
    found = select(cases.c.id, cases.c.number).where(cases.c.changed_at >= since, cases.c.filed_at >= since, ~told)
    return [(row.id, row.number) for row in session.execute(found.order_by(cases.c.id))]


def take(session: Session, kind: str, about: int, now: dt.datetime) -> bool:
    """Whether it is the caller's to tell: of several who ask at once one is told so."""
    session.execute(delete(notices).where(notices.c.at < now - _KEPT))
    return bool(session.execute(insert(session, notices).values(kind=kind, about=str(about), at=now).on_conflict_do_nothing()).rowcount)


def give_back(session: Session, kind: str, about: int) -> None:
    """It could not be told: it is to be tried again."""
    session.execute(delete(notices).where(notices.c.kind == kind, notices.c.about == str(about)))


def _text(column: Any) -> Any:
    return cast(column, Text)
