"""What answers: the assistant as the gateway sees it. The gateway is handed one; it does not import it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Mapping, Protocol

from knowledge.reply import Reply


class TurnFailed(Exception):
    """The assistant could not answer: an action failed, the circuit breaker tripped, or no reply came."""


@dataclass(frozen=True)
class Heard:
    """A message as it reaches the assistant.

    text: cleaned, never with a slash in front. message_id: the same however often the message is handed over.
    today: a day in the conference's time zone. intent, slots: what a button stands for, where one was tapped; the text
    is its title then. language: of the interface, `zh` or `en`; decides where the text is too short to tell. switched:
    the visitor has just chosen that language, and is answered in it until a whole sentence says otherwise. ours: the words
    are those of a button, a command or a menu, and so in one of our languages, whatever they look like.
    """

    text: str
    message_id: str
    today: dt.date
    intent: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    language: str | None = None
    switched: bool = False
    ours: bool = False


@dataclass(frozen=True)
class Thought:
    """What came of a turn. replies: at least one. intent, certainty: what was understood, and how surely (0 to 1)."""

    replies: tuple[Reply, ...]
    intent: str | None = None
    certainty: float | None = None


class Adviser(Protocol):
    """What says how it would answer, and does nothing else."""

    async def propose(self, text: str, language: str, today: dt.date) -> Reply | None:
        """The answer to a message by itself, in `zh` or `en`; None where there is none to propose."""


class Brain(Protocol):
    """What answers a message in a conversation."""

    async def turn(self, conversation: str, heard: Heard) -> Thought:
        """The replies to a message.

        Raises:
            TurnFailed: there is no reply that may be trusted.
        """

    async def replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        """The replies that were given to a message before a crash; None where it was not answered, or is long past."""
