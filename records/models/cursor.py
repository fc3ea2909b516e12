"""How far the messages of a platform that has to be asked for them were read. Nothing here is about visitors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, metadata

cursors = Table(
    "cursors",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("place", Text),
    Column("since", Moment, nullable=False),
    Column("worker", Text),
    Column("lease_until", Moment),
)


@dataclass(frozen=True)
class Cursor:
    """place: where the platform is to go on, None before the first page; since: when it was first read.
    worker: who reads, until `lease_until`.
    """

    channel: str
    account: str
    place: str | None
    since: dt.datetime
    worker: str | None
    lease_until: dt.datetime | None
