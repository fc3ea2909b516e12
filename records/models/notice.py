"""What staff were told of who were not looking: each thing once."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, metadata

notices = Table(
    "notices",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("about", Text, primary_key=True),  # a number only: the hand-over's or the case's, which may be gone
    Column("at", Moment, nullable=False, index=True),
)
