"""Reading a platform's messages page by page: one worker at a time, and never again what was read to its end."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select, update

from records import leases
from records.database import Session
from records.errors import LeaseLost
from records.models import Cursor, cursors
from records.upsert import insert

_IS = (cursors.c.channel == bindparam("channel_"), cursors.c.account == bindparam("account_"))
_GET = select(cursors).where(*_IS)
_CLAIM = update(cursors).where(*_IS, leases.free(cursors.c.lease_until)).values(worker=bindparam("who"), lease_until=bindparam("until"))
_MINE = update(cursors).where(*_IS, cursors.c.worker == bindparam("who"))


def names(session: Session, channel: str) -> list[str]:
    """The accounts of a channel that were ever read."""
    return list(session.execute(select(cursors.c.account).where(cursors.c.channel == channel).order_by(cursors.c.account)).scalars())


def claim(session: Session, channel: str, account: str, worker: str, now: dt.datetime, seconds: float) -> Cursor | None:
    """Where to go on reading, for `worker` alone and for so long; None while another one reads."""
    session.execute(insert(session, cursors).values(channel=channel, account=account, since=now).on_conflict_do_nothing())
    name = {"channel_": channel, "account_": account}
    if not session.execute(_CLAIM, {**name, **leases.moments(now), "who": worker, "until": leases.end(now, seconds)}).rowcount:
        return None
    return Cursor(*session.execute(_GET, name).first())


def advance(session: Session, cursor: Cursor, place: str, now: dt.datetime, seconds: float) -> None:
    """A page was read: go on at `place`; the claim is lengthened.

    Raises:
        LeaseLost: another worker reads meanwhile.
    """
    _mine(session, cursor, place=place, lease_until=leases.end(now, seconds))


def release(session: Session, cursor: Cursor) -> None:
    """Reading is over for now.

    Raises:
        LeaseLost: another worker reads meanwhile.
    """
    _mine(session, cursor, worker=None, lease_until=None)


def _mine(session: Session, cursor: Cursor, **changes: object) -> None:
    name = {"channel_": cursor.channel, "account_": cursor.account, "who": cursor.worker}
    if not session.execute(_MINE.values(**changes), name).rowcount:
        raise LeaseLost("Another worker reads these messages meanwhile.")
