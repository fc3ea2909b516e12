"""The audit trail: each change of a case, with who and when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping

from sqlalchemy import select

from records.database import Session
from records.models import CaseState, Change, case_changes

_NOTE = case_changes.insert()
_FIELDS = [case_changes.c[name] for name in Change.__dataclass_fields__]


def note(
    session: Session,
    case_id: int,
    by: str,
    now: dt.datetime,
    before: CaseState | None,
    after: CaseState,
    fields: Mapping[str, Any] | None = None,
    words: str = "",
) -> None:
    """Add a line; every function that changes a case does."""
    line = {"case_id": case_id, "at": now, "by": by, "before": before, "after": after, "fields": dict(fields or {}), "note": words}
    session.execute(_NOTE, line)


def history(session: Session, case_id: int) -> list[Change]:
    """What became of a case, the oldest first; nothing where there is no such case."""
    lines = select(*_FIELDS).where(case_changes.c.case_id == case_id).order_by(case_changes.c.id)
    return [Change(*row) for row in session.execute(lines)]
