"""What a hand-over to staff says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Table, Text

from records.models.base import OneOf, belongs_to, metadata


class HandoffReason(str, Enum):
    """Why a person is needed."""

    ASKED = "asked"
    SENSITIVE = "sensitive"
    FAILURES = "failures"
    FORM_TROUBLE = "form_trouble"
    STAFF = "staff"


handoffs = Table(
    "handoffs",
    metadata,
    belongs_to("cases.id", "case_id", primary_key=True, autoincrement=False),
    Column("reason", OneOf(HandoffReason)),
    Column("words", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
)


@dataclass(frozen=True)
class Handoff:
    """A matter for a person. words: what the visitor said. topic: of the pack. "" and None are what is not known."""

    reason: HandoffReason | None = None
    words: str = ""
    topic: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
