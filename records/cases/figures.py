"""How many cases were filed: of those that are still kept, and of those that were purged or erased (tallies)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from records.database import Session
from records.models import CaseTally, case_tallies, cases, conversations
from records.upsert import insert

_SORT = ("day", "kind", "state", "language", "channel")


def statistics(session: Session, first: dt.date, last: dt.date) -> list[CaseTally]:
    """What was filed from the first to the last day (UTC), in the order of their fields. Purges and erasures change nothing."""
    found: Counter[tuple[Any, ...]] = Counter()
    for statement in (select(case_tallies).where(case_tallies.c.day.between(first, last)), _filed(cases.c.day.between(first, last))):
        for *sort, number in session.execute(statement):
            found[tuple(sort)] += number
    return [CaseTally(**dict(zip(_SORT, sort)), filed=found[sort]) for sort in sorted(found)]


def tally(session: Session, case_ids: Any) -> None:
    """Add these cases to the tallies; call it before they are deleted, in a transaction that is `questions.alone`.

    case_ids: a list, or a SELECT of ids. Drafts count for nothing.
    """
    adding = insert(session, case_tallies).from_select([*_SORT, "filed"], _filed(cases.c.id.in_(case_ids), cases.c.day.is_not(None)))
    more = {"filed": case_tallies.c.filed + adding.excluded.filed}
    session.execute(adding.on_conflict_do_update(index_elements=list(_SORT), set_=more))


def _filed(*which: Any) -> Any:
    sort = [conversations.c.channel if name == "channel" else cases.c[name] for name in _SORT]
    joined = select(*sort, func.count()).join(conversations, conversations.c.id == cases.c.conversation_id)
    return joined.where(*which).group_by(*sort)
