"""The question log: what was asked, how it was understood, what was answered, and how sure that was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Sequence

from sqlalchemy import Column, Date, Float, Integer, Table, Text

from records.models.base import Document, Moment, belongs_to, metadata

asked = Table(
    "asked",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("intent", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("facts", Document, nullable=False),
    Column("confidence", Float),
    Column("milliseconds", Integer),
    Column("error_id", Text),
)


@dataclass(frozen=True)
class Asked:
    """One line of the question log. The words stand in the message alone, and go with it.

    day: of `at`, in UTC. kind: of the reply. intent, topic, facts: what was understood and answered, "" and [] where
    nothing was. confidence: 0–1, None where the answer claims none. milliseconds: what the turn took.
    error_id: of a turn that failed.
    """

    message_id: int
    at: dt.datetime
    day: dt.date
    channel: str
    language: str
    kind: str
    intent: str
    topic: str
    facts: Sequence[str]
    confidence: float | None
    milliseconds: int | None
    error_id: str | None
