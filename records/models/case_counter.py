"""The last number that was given, of each kind of case and edition of the conference."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from records.models.base import OneOf, metadata
from records.models.case import CaseKind

case_counters = Table(
    "case_counters",
    metadata,
    Column("kind", OneOf(CaseKind), primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
