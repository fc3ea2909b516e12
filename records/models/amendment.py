"""What staff say instead of the pack, or beside it, until the pack itself is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping

from sqlalchemy import Column, Date, Table, Text

from records.models.base import NEVER_REUSED, BigId, Document, Moment, metadata

amendments = Table(
    "amendments",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("pack", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("value", Document, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", Moment),
    **NEVER_REUSED,
)


@dataclass(frozen=True)
class Amendment:
    """pack: the id of the pack. fact: the id of the fact that it changes; "" for a notice about `topic`. zh, en: what is said.

    value: what of the fact's value is another now, dates as ISO texts. first, last: the days of a notice; None for no bound.
    """

    id: int
    pack: str
    fact: str
    topic: str
    zh: str
    en: str
    value: Mapping[str, Any]
    first: dt.date | None
    last: dt.date | None
    by: str
    at: dt.datetime
    undone_by: str | None
    undone_at: dt.datetime | None
