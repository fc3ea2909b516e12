"""The audit: who of the staff did what. Lines are added in the transaction of the deed, and never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from records.database import Session
from records.models import AuditLine, audit_lines

PROGRAM = ""
"""Who acts where nobody does: the assistant itself."""
_NOTE = audit_lines.insert()


def note(session: Session, staff: str, action: str, now: dt.datetime, conversation_id: int | None = None, **detail: Any) -> None:
    """Add a line. detail: never a word of a visitor; the line outlives an erasure."""
    session.execute(_NOTE, {"staff": staff, "action": action, "at": now, "about": conversation_id, "detail": detail})


def lines(
    session: Session, *, staff: str | None = None, conversation_id: int | None = None, before: int | None = None, limit: int = 100
) -> list[AuditLine]:
    """The newest lines, the newest first; of one member of staff, of one conversation, or with ids below `before`."""
    found = select(audit_lines).order_by(audit_lines.c.id.desc()).limit(limit)
    if staff is not None:
        found = found.where(audit_lines.c.staff == staff)
    if conversation_id is not None:
        found = found.where(audit_lines.c.about == conversation_id)
    if before is not None:
        found = found.where(audit_lines.c.id < before)
    return [AuditLine(*row) for row in session.execute(found)]
