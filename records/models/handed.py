"""What was given with the answer to a request, the last of each conversation: given again where that answer got lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text

from records.models.base import BigId, Moment, belongs_to, metadata

handed = Table(
    "handed",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True),
    Column("conversation_id", BigId, nullable=False, unique=True),  # the message's, for there is one of each
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Handed:
    """message_id: of the visitor's message whose request was answered with `text`, at `at`."""

    message_id: int
    conversation_id: int
    text: str
    at: dt.datetime
