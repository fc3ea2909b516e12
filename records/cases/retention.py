"""How long cases are kept: filed ones long after their messages, drafts only as long as they are offered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, select

from records.cases import drafts, figures, inquiry
from records.database import Session
from records.models import cases


def purge(session: Session, now: dt.datetime, before: dt.datetime, limit: int) -> tuple[int, int]:
    """Delete up to `limit` filed cases that were last changed before then, and as many drafts that are not offered any more.

    What was never filed goes with the drafts. Filed cases are counted into the tallies first, so the transaction is
    `questions.alone`. How many of each.
    """
    inquiry.forget_old(session, now)
    filed = _old(session, cases.c.number.is_not(None), before, limit)
    figures.tally(session, filed)
    unfinished = _old(session, cases.c.number.is_(None), now - dt.timedelta(days=drafts.DAYS), limit)
    session.execute(delete(cases).where(cases.c.id.in_([*filed, *unfinished])))
    return len(filed), len(unfinished)


def _old(session: Session, which: Any, before: dt.datetime, limit: int) -> list[int]:
    """Ids of cases that may go; nobody changes them before the transaction ends."""
    found = select(cases.c.id).where(which, cases.c.changed_at < before).order_by(cases.c.changed_at).limit(limit)
    return list(session.execute(found.with_for_update()).scalars())
