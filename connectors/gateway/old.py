"""The gateway: what every channel passes through on the way to the assistant and back.

It is handed the assistant (a `Brain`); it does not import it. A message is cleaned and limited, the turn runs one at
a time in a conversation, and whatever goes wrong becomes a clear sentence with the id of the log's entry.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import secrets
import weakref
from dataclasses import dataclass
from typing import Callable, Protocol
from zoneinfo import ZoneInfo

from knowledge import library
from knowledge.reply import Reply
from knowledge.service import Service
from knowledge.text.folding import clean
from knowledge.text.language import detect

logger = logging.getLogger(__name__)

# Letters and marks that take no space and say nothing by themselves: joiners, fillers of Hangul, Khmer and Mongolian,
# variation selectors. `clean` removes those that Unicode counts among control and format characters.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")


_ORDER = re.compile(r"[/\\⁄∕⧸╱][\s/]*[A-Za-z_]\w*\s*(?:\{.*\})?\s*", re.S)  # "/restart", "/ask_phone{…}": no words of a visitor
_LONGEST_ORDER = 400


class TurnFailed(Exception):
    """The assistant could not answer: an action failed, the circuit breaker tripped, or no reply came."""


class Brain(Protocol):
    """What answers a message in a conversation."""

    async def turn(self, conversation: str, text: str, today: dt.date, message_id: str) -> list[Reply]:
        """The replies to a cleaned text.

        Raises:
            TurnFailed: there is no reply that may be trusted.
        """


@dataclass(frozen=True)
class Limits:
    """message: longest message, in characters. turn: longest turn, in seconds."""

    message: int = 1000
    turn: float = 20.0


class Gateway:
    """See the module. today: gives the day; the default is the clock in the conference's time zone."""

    def __init__(self, brain: Brain, limits: Limits = Limits(), today: Callable[[], dt.date] | None = None) -> None:
        self._brain, self._limits = brain, limits
        self._today = today or conference_day
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def handle(self, conversation: str, text: str, message_id: str = "") -> list[Reply]:
        """The replies to what a visitor wrote; at least one, whatever was written."""
        said = sanitize(text)
        service = Service(library.shared().index().pack, detect((said or text)[: self._limits.message]).reply, self._today())
        if not said:
            return [service.clarify("nothing_said")]
        if _ORDER.fullmatch(visible(text[:_LONGEST_ORDER])):
            return [service.clarify("not_understood")]
        if len(said) > self._limits.message:
            return [service.clarify("too_long", limit=self._limits.message)]
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            return await self._turn(conversation, said, message_id, service)

    async def _turn(self, conversation: str, said: str, message_id: str, service: Service) -> list[Reply]:
        try:
            turn = self._brain.turn(conversation, said, service.today, message_id or secrets.token_hex(8))
            return await asyncio.wait_for(turn, self._limits.turn)
        except Exception as error:  # the boundary: a visitor gets a sentence, an operator the cause
            error_id = secrets.token_hex(4)
            logger.error("turn failed, id %s", error_id, exc_info=error)
            return [service.failed(error_id)]


def visible(text: str) -> str:
    """`text` without what cannot be seen."""
    return clean(_UNSEEN.sub("", clean(text)))


def sanitize(text: str) -> str:
    """What of a visitor's text may reach the dialogue: no invisible characters, no leading slash of any kind.

    Rasa takes a text that begins with a slash for an intent, or for an order such as /restart.
    """
    text = visible(text)
    while text[:1] in {"/", "\\", "⁄", "∕", "⧸", "╱"} or text[:1].isspace():
        text = text[1:]
    return text if any(c.isalnum() or not c.isspace() for c in text) else ""


def conference_day() -> dt.date:
    """Today in the time zone of the conference."""
    zone = ZoneInfo(library.shared().index().pack.event.timezone)
    return dt.datetime.now(zone).date()
