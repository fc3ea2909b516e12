"""Statistics of cases that were purged or erased: figures by day, without words and without anybody's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Date, Integer, Table, Text

from records.models.base import OneOf, metadata
from records.models.case import CaseKind, CaseState

case_tallies = Table(
    "case_tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", OneOf(CaseKind), primary_key=True),
    Column("state", OneOf(CaseState), primary_key=True),
    Column("language", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("filed", Integer, nullable=False),
)


@dataclass(frozen=True)
class CaseTally:
    """How many cases of one sort were filed on a day (UTC). state: the present one, or the last one before they were deleted."""

    day: dt.date
    kind: CaseKind
    state: CaseState
    language: str
    channel: str
    filed: int
