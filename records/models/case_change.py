"""The audit trail of cases: who changed what, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Mapping, Sequence

from sqlalchemy import Column, Table, Text

from records.models.base import BigId, Document, Moment, OneOf, belongs_to, metadata
from records.models.case import CaseState

case_changes = Table(
    "case_changes",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("cases.id", "case_id", index=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("before", OneOf(CaseState)),
    Column("after", OneOf(CaseState), nullable=False),
    Column("fields", Document, nullable=False),
    Column("note", Text, nullable=False),
)


@dataclass(frozen=True)
class Change:
    """One line of the trail.

    by: "visitor", "bot", or a member of staff. before, after: the state; alike where it didn't change, before is None where
    the case was made. fields: what was changed of the details, each with its old and new value as JSON. note: the reason of a
    step, or what the visitor added; "" for none.
    """

    at: dt.datetime
    by: str
    before: CaseState | None
    after: CaseState
    fields: Mapping[str, Sequence[object]]
    note: str
