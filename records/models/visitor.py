"""Who writes: a person as one account of one channel knows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, UniqueConstraint

from records.models.base import NEVER_REUSED, BigId, Moment, metadata

visitors = Table(
    "visitors",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("channel", "account", "key"),
    **NEVER_REUSED,
)


@dataclass(frozen=True)
class Visitor:
    """channel: its folder's name ("web"). account: which of our accounts there. key: who it is, as the channel says."""

    id: int
    channel: str
    account: str
    key: str
    since: dt.datetime
