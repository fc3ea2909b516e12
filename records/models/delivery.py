"""A delivery: a message on its way out to a channel that has to be called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Index, Integer, Table, Text, text

from records.models.base import NEVER_REUSED, BigId, Moment, OneOf, belongs_to, metadata


class DeliveryState(str, Enum):
    """Where a delivery stands; records/outbox.py has the steps."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"
    DEAD = "dead"


deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("messages.id", "message_id", unique=True),
    Column("conversation_id", BigId, nullable=False),  # the message's, for the order
    Column("state", OneOf(DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("allowed", Integer, nullable=False),
    Column("next_try", Moment, nullable=False),
    Column("error", Text),
    Column("at", Moment, nullable=False),
    Column("worker", Text, info={"internal": True}),
    Column("lease_until", Moment, info={"internal": True}),
    **NEVER_REUSED,
)
_PARTLY = {"sqlite_where": text("state <> 'sent'"), "postgresql_where": text("state <> 'sent'")}
Index("ix_deliveries_unsent", deliveries.c.id, **_PARTLY)
Index("ix_deliveries_unsent_in", deliveries.c.conversation_id, deliveries.c.id, **_PARTLY)


@dataclass(frozen=True)
class Delivery:
    """One delivery.

    attempts: how often it was claimed to be sent; also what tells one claim from the next. allowed: how many attempts there
    are in all. next_try: not before then.
    error: of the last attempt that failed. at: of the last change of its state. worker: who claimed it, until `lease_until`.
    """

    id: int
    message_id: int
    conversation_id: int
    state: DeliveryState
    attempts: int
    allowed: int
    next_try: dt.datetime
    error: str | None
    at: dt.datetime
    worker: str | None
    lease_until: dt.datetime | None
