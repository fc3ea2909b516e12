"""Our accounts on platforms that have to be called: the access token that the workers share, and what an account may not do.

Nothing here is about visitors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("token", Text),
    Column("token_until", Moment),
    Column("fetching", Text),
    Column("fetching_until", Moment),
    Column("no_service_until", Moment),
    Column("no_menus_until", Moment),
    Column("service_at", Moment),
    Column("trouble", Text),
    Column("trouble_at", Moment),
)


@dataclass(frozen=True)
class Account:
    """One account as it was when it was read.

    token: for calls, good until `token_until`; fetching: who fetches a new one, until `fetching_until`. no_service_until,
    no_menus_until: the platform has refused messages of ours, or buttons in them; not to be tried before then. service_at: when
    the platform last took a message. trouble: what an operator has to mend, as the platform said it, last at `trouble_at`.
    """

    channel: str
    account: str
    token: str | None = None
    token_until: dt.datetime | None = None
    fetching: str | None = None
    fetching_until: dt.datetime | None = None
    no_service_until: dt.datetime | None = None
    no_menus_until: dt.datetime | None = None
    service_at: dt.datetime | None = None
    trouble: str | None = None
    trouble_at: dt.datetime | None = None

    def __repr__(self) -> str:
        return f"Account({self.channel}, {self.account})"  # a token belongs into no log
