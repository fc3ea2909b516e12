"""An erasure that somebody asked for and that waits for a second person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, belongs_to, metadata

erasures = Table(
    "erasures",
    metadata,
    belongs_to("visitors.id", "visitor_id", primary_key=True, autoincrement=False),
    Column("staff", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Erasure:
    """staff: the login of who asked. reason: "" for none."""

    visitor_id: int
    staff: str
    reason: str
    at: dt.datetime
