"""A conversation of a visitor: who owns it, which worker is at it, and how many messages it has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from records.models.base import NEVER_REUSED, BigId, Moment, OneOf, belongs_to, metadata


class Owner(str, Enum):
    """Who answers a conversation (DESIGN, decision 5)."""

    BOT = "bot"
    QUEUED = "queued"
    STAFF = "staff"
    CLOSED = "closed"


conversations = Table(
    "conversations",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("public_id", Text, nullable=False, unique=True),
    belongs_to("visitors.id", "visitor_id", index=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("language", Text),
    Column("language_chosen", Boolean, nullable=False),
    Column("owner", OneOf(Owner), nullable=False),
    Column("staff", Text),
    Column("epoch", Integer, nullable=False),
    Column("owner_since", Moment, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Column("lease", Integer, nullable=False, info={"internal": True}),
    Column("lease_until", Moment, info={"internal": True}),
    Column("worker", Text, info={"internal": True}),
    **NEVER_REUSED,
)
_NOT_THE_BOTS = {"sqlite_where": text("owner <> 'bot'"), "postgresql_where": text("owner <> 'bot'")}
Index("ix_conversations_owner_last_at", conversations.c.owner, conversations.c.last_at, **_NOT_THE_BOTS)


@dataclass(frozen=True)
class Conversation:
    """One conversation as it was when it was read.

    id: for this room. public_id: unguessable; what channels, Rasa's trackers and visitors' tokens know it by.
    language: what it is answered in, None before anything is known; language_chosen: whether the visitor chose it at the
    interface. staff: whose it is while `owner` is STAFF.
    epoch: grows with every change of the owner, last at `owner_since`. last_number: of its newest message, 0 before the
    first. last_at: when a message last came or went. lease: grows when a turn is claimed and when the claim ends;
    worker: who has claimed it, until `lease_until`.
    """

    id: int
    public_id: str
    visitor_id: int
    channel: str
    account: str
    language: str | None
    language_chosen: bool
    owner: Owner
    staff: str | None
    epoch: int
    owner_since: dt.datetime
    last_number: int
    since: dt.datetime
    last_at: dt.datetime
    lease: int
    lease_until: dt.datetime | None
    worker: str | None
