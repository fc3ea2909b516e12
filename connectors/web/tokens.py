"""Conversation tokens: a conversation belongs to whoever holds the token that this server signed for it."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from typing import Callable

from itsdangerous import BadData, URLSafeTimedSerializer

_SALT = "web conversation"
_DAY = 86400


class TokenError(Exception):
    """The token gives no conversation.

    └ TokenForged, TokenExpired: which of the two it is.
    """


class TokenForged(TokenError):
    """This server did not sign it."""


class TokenExpired(TokenError):
    """It was good once."""


class Tokens:
    """Signs and reads tokens. days: how long a token is good. now: seconds since 1970, for rehearsals."""

    def __init__(self, secret: str, days: float, now: Callable[[], float] = time.time) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=_SALT)
        self._life, self._now = days * _DAY, now

    def start(self) -> tuple[str, str]:
        """An unguessable conversation of its own, and its token."""
        conversation = f"web-{secrets.token_urlsafe(18)}"
        return conversation, self.sign(conversation)

    def sign(self, conversation: str) -> str:
        """A token for a conversation, good from now on."""
        return str(self._serializer.dumps(conversation))

    def read(self, token: str) -> tuple[str, str]:
        """The conversation of a token, and the token to use next: a fresh one once half of its life is over.

        Raises:
            TokenForged, TokenExpired: there is none.
        """
        try:
            conversation, signed = self._serializer.loads(token, return_timestamp=True)
        except (BadData, UnicodeError) as error:
            raise TokenForged from error
        age = self._now() - _seconds(signed)
        if age > self._life:
            raise TokenExpired
        return conversation, self.sign(conversation) if age > self._life / 2 else token


def _seconds(moment: dt.datetime) -> float:
    return moment.timestamp()
