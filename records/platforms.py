"""Our accounts on platforms: one access token for all workers, and what the platform does not let an account do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from records import leases
from records.database import Session
from records.models import Account, accounts
from records.upsert import insert

_IS = (accounts.c.channel == bindparam("channel_"), accounts.c.account == bindparam("account_"))
_GET = select(accounts).where(*_IS)
_FREE = leases.free(accounts.c.fetching_until)
_FETCH = (
    update(accounts)
    .where(
        *_IS, _FREE, or_(accounts.c.token.is_(None), accounts.c.token_until <= bindparam("now"), accounts.c.token == bindparam("refused"))
    )
    .values(fetching=bindparam("who"), fetching_until=bindparam("until"))
)


def get(session: Session, channel: str, account: str) -> Account:
    """What is known of an account; nothing of one that was never written of."""
    row = session.execute(_GET, _name(channel, account)).first()
    return Account(channel, account) if row is None else Account(*row)


def token(session: Session, channel: str, account: str, now: dt.datetime) -> str | None:
    """The token that all workers use; None where there is none that is good now."""
    found = get(session, channel, account)
    return found.token if found.token and found.token_until and found.token_until > now else None


def begin_fetch(
    session: Session, channel: str, account: str, worker: str, now: dt.datetime, seconds: float, refused: str | None = None
) -> bool:
    """Whether the caller is to fetch a new token, within `seconds`; else somebody does, or it is there.

    refused: a token that the platform no longer takes; if it is still the one that is kept, it is to be fetched anew.
    """
    _make(session, channel, account)
    values = {**leases.moments(now), "refused": refused or "", "who": worker, "until": leases.end(now, seconds)}
    return bool(session.execute(_FETCH, {**_name(channel, account), **values}).rowcount)


def keep_token(session: Session, channel: str, account: str, token: str, until: dt.datetime) -> None:
    """A new token is there."""
    _change(session, channel, account, token=token, token_until=until, fetching=None, fetching_until=None)


def give_up_fetch(session: Session, channel: str, account: str, worker: str) -> None:
    """The caller did not get one; others may try."""
    mine = update(accounts).where(*_IS, accounts.c.fetching == bindparam("who")).values(fetching=None, fetching_until=None)
    session.execute(mine, {**_name(channel, account), "who": worker})


def note(session: Session, channel: str, account: str, **changes: Any) -> None:
    """Something is known of an account: fields of `Account`, from `no_service_until` on."""
    _make(session, channel, account)
    _change(session, channel, account, **changes)


def _name(channel: str, account: str) -> dict[str, str]:
    return {"channel_": channel, "account_": account}


def _make(session: Session, channel: str, account: str) -> None:
    session.execute(insert(session, accounts).values(channel=channel, account=account).on_conflict_do_nothing())


def _change(session: Session, channel: str, account: str, **values: Any) -> None:
    session.execute(update(accounts).where(*_IS).values(**values), _name(channel, account))
