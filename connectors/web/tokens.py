"""Visitor tokens: a conversation belongs to whoever holds the token that this server signed for it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Callable

from itsdangerous import BadData, URLSafeTimedSerializer

_SALT = "web conversation"
_DAY = 86400
_LONGEST = 512


class TokenError(Exception):
    """The token gives no conversation.

    └ TokenForged, TokenExpired: which of the two it is.
    """


class TokenForged(TokenError):
    """This server did not sign it, or has erased what it was for."""


class TokenExpired(TokenError):
    """It was good once."""


@dataclass(frozen=True)
class Pass:
    """A token that is good. conversation: its public id. expires: until when, in UTC."""

    token: str
    conversation: str
    expires: dt.datetime


class Tokens:
    """Signs and reads tokens. days: how long a token is good. now: seconds since 1970, for rehearsals."""

    def __init__(self, secret: str, days: float, now: Callable[[], float] = time.time) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=_SALT)
        self._life, self._now = days * _DAY, now

    def sign(self, conversation: str) -> Pass:
        """A token for a conversation, good from now on."""
        return self._passed(str(self._serializer.dumps(conversation)), conversation, int(self._now()))

    def read(self, token: str) -> Pass:
        """What a token is good for.

        Raises:
            TokenForged, TokenExpired: nothing.
        """
        try:
            if len(token) > _LONGEST:
                raise TokenForged
            conversation, signed = self._serializer.loads(token, return_timestamp=True)
        except (BadData, UnicodeError) as error:
            raise TokenForged from error
        if self._now() - signed.timestamp() > self._life:
            raise TokenExpired
        return self._passed(token, str(conversation), signed.timestamp())

    def _passed(self, token: str, conversation: str, signed: float) -> Pass:
        return Pass(token, conversation, dt.datetime.fromtimestamp(signed + self._life, dt.timezone.utc))
