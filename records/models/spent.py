"""Ids of messages that were erased on a visitor's wish: what a channel delivers once more must not begin anew.

Nothing here says whose a message was or what was in it: a row is a digest of the channel's id.
"""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, metadata

spent_ids = Table(
    "spent_ids",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)
