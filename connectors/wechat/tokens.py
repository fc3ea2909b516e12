"""The access token: one for all workers, fetched by one of them, renewed once where the platform refuses it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from typing import Awaitable, Callable

from connectors.gateway import Scribe
from connectors.gateway.clock import utc_now
from connectors.wechat.api import Refused, Unreachable
from records import platforms

logger = logging.getLogger(__name__)

_FETCH_SECONDS = 20.0
_LOOK_EVERY = 0.1
_EARLY = 300.0
"""Seconds before its end at which a token is renewed: by then the platform gives a new one, and still takes the old."""
_RENEW_EVERY = 30.0

Fetch = Callable[[bool], Awaitable[tuple[str, float]]]
"""Fetches a token: the token, and the seconds that it is good for. Its argument: whether the earlier one is to end at once."""


class Tokens:
    """The tokens of one account. channel, account, worker: as in the records. fetch: see there."""

    def __init__(self, scribe: Scribe, channel: str, account: str, worker: str, fetch: Fetch) -> None:
        self._scribe, self._who, self._worker, self._fetch = scribe, (channel, account), worker, fetch
        self._mine, self._renewed = asyncio.Lock(), -_RENEW_EVERY

    async def token(self, refused: str | None = None) -> str:
        """A token that is good. refused: one that the platform no longer takes.

        Raises:
            Refused, Unreachable: there is none to be had.
            DatabaseUnavailable: the records, which keep it, cannot be used.
        """
        async with self._mine:
            end = time.monotonic() + _FETCH_SECONDS
            while True:
                token = await self._scribe.read(lambda session: platforms.token(session, *self._who, utc_now()))
                if token and token != refused:
                    return token
                if await self._is_ours_to_fetch(refused):
                    return await self._fetched(refused)
                if time.monotonic() > end:
                    raise Unreachable("another worker was to fetch the access token, and did not")
                await asyncio.sleep(_LOOK_EVERY)

    async def check(self) -> None:
        """Fetch one with the credentials as they are now set up, whatever is kept; it is left where it is, as the others are.

        Raises:
            Refused, Unreachable: there is none to be had.
        """
        await self._fetch(False)  # noqa: FBT003 (see Fetch)

    async def _is_ours_to_fetch(self, refused: str | None) -> bool:
        return await self._scribe.write(
            lambda session: platforms.begin_fetch(session, *self._who, self._worker, utc_now(), _FETCH_SECONDS, refused), durable=False
        )

    async def _fetched(self, refused: str | None) -> str:
        found: tuple[str, float] | None = None
        try:
            found = await self._renew(refused) if refused else await self._fetch(False)  # noqa: FBT003 (see Fetch)
        finally:
            if found is None:  # refused, or cut off: others may try
                await asyncio.shield(self._scribe.write(lambda session: platforms.give_up_fetch(session, *self._who, self._worker)))
        token, seconds = found
        until = utc_now() + dt.timedelta(seconds=max(seconds - _EARLY, seconds / 2))
        await self._scribe.write(lambda session: platforms.keep_token(session, *self._who, token, until))
        return token

    async def _renew(self, refused: str) -> tuple[str, float]:
        """A token instead of a refused one: the platform's present one, and where that is the refused one, a new one.

        It counts how often a new one is forced, so that is done seldom.
        """
        if time.monotonic() - self._renewed < _RENEW_EVERY:
            raise Refused(40001, "the platform refuses the token that it has just given")
        self._renewed = time.monotonic()
        token, seconds = await self._fetch(False)  # noqa: FBT003 (see Fetch)
        if token == refused:
            logger.info("the access token is refused; a new one is fetched")
            token, seconds = await self._fetch(True)  # noqa: FBT003 (see Fetch)
        return token, seconds
