"""What staff did: lines that are never changed, and that outlive what they are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping

from sqlalchemy import Column, Table, Text

from records.models.base import NEVER_REUSED, BigId, Document, Moment, metadata

audit_lines = Table(
    "audit_lines",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("staff", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("about", BigId, index=True),  # of a conversation; a number only, for the line stays when that is erased
    Column("detail", Document, nullable=False),
    **NEVER_REUSED,
)


@dataclass(frozen=True)
class AuditLine:
    """staff: a login, "" for the program itself. about: the id of a conversation, which may be gone. detail: what more there is
    to say, never a word of a visitor.
    """

    id: int
    at: dt.datetime
    staff: str
    action: str
    about: int | None
    detail: Mapping[str, Any]
