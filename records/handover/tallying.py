"""Figures of hand-overs: of those that are kept, and of those that were purged or erased (`handover_tallies`)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import Float, Integer, Text, case, cast, func, select, type_coerce

from records.database import Session
from records.models import HandoverTally, handover_tallies, handovers
from records.upsert import insert

_SORT = ("day", "channel", "language", "reason", "outcome")
_FIGURES = ("number", "claimed", "waited", "handled", "rated", "rating")


def statistics(session: Session, first: dt.date, last: dt.date) -> list[HandoverTally]:
    """What was asked for from the first to the last day (UTC), in the order of their fields. Purges and erasures change nothing."""
    sums: Counter[tuple[tuple[Any, ...], str]] = Counter()
    kept = select(handover_tallies).where(handover_tallies.c.day.between(first, last))
    for statement in (kept, _counted(session, handovers.c.day.between(first, last))):
        for row in session.execute(statement):
            for figure, number in zip(_FIGURES, row[len(_SORT) :]):
                sums[tuple(row[: len(_SORT)]), figure] += number
    return [HandoverTally(*sort, *(sums[sort, figure] for figure in _FIGURES)) for sort in sorted({sort for sort, _ in sums})]


def tally(session: Session, conversation_ids: Any) -> None:
    """Add the hand-overs of these conversations to the tallies; call it before they are deleted, where `questions.alone` is held."""
    adding = insert(session, handover_tallies).from_select(
        [*_SORT, *_FIGURES], _counted(session, handovers.c.conversation_id.in_(conversation_ids))
    )
    sums = {figure: handover_tallies.c[figure] + adding.excluded[figure] for figure in _FIGURES}
    session.execute(adding.on_conflict_do_update(index_elements=list(_SORT), set_=sums))


def _counted(session: Session, which: Any) -> Any:
    columns = handovers.c
    outcome = func.coalesce(type_coerce(columns.outcome, Text), "").label("outcome")
    sort = [columns.day, columns.channel, columns.language, type_coerce(columns.reason, Text), outcome]
    over = columns.ended_at.isnot(None) & columns.claimed_at.isnot(None)
    figures = (
        func.count(),
        func.sum(cast(columns.waited.isnot(None), Integer)),
        func.coalesce(func.sum(columns.waited), 0.0),
        func.coalesce(func.sum(case((over, _seconds(session)), else_=0.0)), 0.0),
        func.sum(cast(columns.rating.isnot(None), Integer)),
        func.coalesce(func.sum(columns.rating), 0),
    )
    return select(*sort, *figures).where(which).group_by(*sort)


def _seconds(session: Session) -> Any:
    """From the claim to the end."""
    began, ended = handovers.c.claimed_at, handovers.c.ended_at
    if session.dialect.name == "postgresql":
        return cast(func.extract("epoch", ended - began), Float)
    return (func.julianday(ended) - func.julianday(began)) * 86400.0
