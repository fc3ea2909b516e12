"""A hand-over: from the wish for a person until the conversation is with the bot again, or closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, Table, Text, text

from records.models.base import NEVER_REUSED, BigId, Moment, OneOf, belongs_to, metadata
from records.models.handoff import HandoffReason as Reason


class Outcome(str, Enum):
    """How a hand-over ended: handed back, closed, the visitor thought better of it, nobody came, or it was out of hours."""

    RELEASED = "released"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    UNCLAIMED = "unclaimed"
    OUT_OF_HOURS = "out_of_hours"


handovers = Table(
    "handovers",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id", index=True),
    Column("reason", OneOf(Reason), nullable=False),
    Column("topic", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("requested_at", Moment, nullable=False),
    Column("waiting_since", Moment, nullable=False),
    Column("waited", Float),
    Column("staff", Text),
    Column("claimed_at", Moment),
    Column("acted_at", Moment),
    Column("wants_contact", Boolean, nullable=False),
    Column("ended_at", Moment, index=True),
    Column("outcome", OneOf(Outcome)),
    Column("closing", Text, nullable=False),
    Column("rating", Integer),
    Column("comment", Text, nullable=False),
    **NEVER_REUSED,
)
_OPEN = {"sqlite_where": text("ended_at IS NULL"), "postgresql_where": text("ended_at IS NULL")}
Index("uq_handovers_open", handovers.c.conversation_id, unique=True, **_OPEN)
handover_tallies = Table(
    "handover_tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("claimed", Integer, nullable=False),
    Column("waited", Float, nullable=False),
    Column("handled", Float, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
)


@dataclass(frozen=True)
class Handover:
    """One hand-over. topic, language: "" where not known. day: of the request, in UTC.

    waiting_since: of the last time it was put into the queue. waited: seconds until somebody first claimed it, None before.
    staff: who has it, or had it last; claimed_at: since when. acted_at: when they last did something in it. wants_contact: the
    visitor is about to leave contact details. closing: why it was closed, "" for nothing said. rating: 1 to 5. comment: "" for
    none.
    """

    id: int
    conversation_id: int
    reason: Reason
    topic: str
    language: str
    channel: str
    day: dt.date
    requested_at: dt.datetime
    waiting_since: dt.datetime
    waited: float | None
    staff: str | None
    claimed_at: dt.datetime | None
    acted_at: dt.datetime | None
    wants_contact: bool
    ended_at: dt.datetime | None
    outcome: Outcome | None
    closing: str
    rating: int | None
    comment: str


@dataclass(frozen=True)
class HandoverTally:
    """Hand-overs of one sort on a day (UTC): how many, how many were claimed, and the sums of seconds waited and handled,
    and of ratings. outcome: "" for those that are not over.
    """

    day: dt.date
    channel: str
    language: str
    reason: str
    outcome: str
    number: int
    claimed: int
    waited: float
    handled: float
    rated: int
    rating: int
