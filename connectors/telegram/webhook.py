"""The address that Telegram calls. 200 means that an update is stored, or is nothing for the bot; anything else is delivered again."""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.body import BodyTooLong, BodyTooSlow, body_of
from connectors.telegram import reading
from connectors.telegram.reading import Me, Unreadable
from connectors.telegram.sending import Bot
from connectors.telegram.taking import Taking

logger = logging.getLogger(__name__)

LONGEST = 262_144
"""Bytes of a body. Telegram's longest text, with the one that it answers and all of their formatting, has a third of that."""
HEADER = "X-Telegram-Bot-Api-Secret-Token"
_CLOSE = {"Connection": "close"}


class Webhook:
    """secret: that Telegram sends along. me: who the bot is; None before Telegram has said so."""

    def __init__(self, secret: str, bot: Bot, taking: Taking, me: Callable[[], Me | None]) -> None:
        self._secret, self._bot, self._taking, self._me = secret.encode(), bot, taking, me

    async def take(self, request: Request) -> Response:
        """Take one update."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode("latin-1"), self._secret):
            return _error(403, "secret_wrong", "the secret token is missing or wrong")
        me = self._me()
        if me is None:
            return _error(503, "not_ready", "Telegram has not yet said who the bot is", {"Retry-After": "3"})
        try:
            data = _object(await body_of(request, LONGEST))
            number = reading.number_of(data)
        except BodyTooLong as error:
            return _error(413, "too_long", str(error), _CLOSE)
        except BodyTooSlow as error:
            return _error(408, "too_slow", str(error), _CLOSE)
        except Unreadable as error:
            return _error(400, "no_update", str(error))
        await self._take(data, number, me)
        return JSONResponse({"ok": True})

    async def _take(self, data: dict[str, Any], number: int, me: Me) -> None:
        """An update with parts that cannot be read is left out and logged: refused, it would come again and hold up all others."""
        try:
            seen = reading.seen(reading.update_of(data, self._bot), me)
        except Unreadable as error:
            logger.error("update %d is left out: %s", number, error)
            return
        if seen is not None:
            await self._taking.take(seen, me)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON in UTF-8") from None
    if not isinstance(found, dict):
        raise Unreadable("the body must be a JSON object")
    return found


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": code, "message": message}, status, headers)
