"""The answer to a message: from the assistant, from its memory of a turn before a crash, or a sentence that says what went wrong."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Callable, Sequence

from connectors.gateway.brain import Brain, Thought
from connectors.gateway.bulletins import Bulletins
from connectors.gateway.hearing import Hearing
from connectors.gateway.limits import Limits
from connectors.gateway.own import Own, OwnAnswers
from connectors.gateway.scribe import Scribe
from connectors.gateway.thinking import Thinking
from knowledge.reply import Reply
from records.errors import DatabaseUnavailable, NotFound
from records.turns import Turn, Understood

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What is to be stored of a turn.

    left: the language that the visitor goes on in, instead of the chosen one. own: where the gateway itself answers.
    """

    replies: Sequence[Reply]
    asked: Understood
    left: str | None = None
    own: Own | None = None


class Answering:
    """Answers one message. today: gives the day in the conference's time zone. bulletins: what staff have put up."""

    def __init__(
        self, brain: Brain, scribe: Scribe, limits: Limits, today: Callable[[], dt.date], bulletins: Bulletins | None = None
    ) -> None:
        self._thinking, self._own, self._today = Thinking(brain, limits.turn), OwnAnswers(scribe, limits.message), today
        self._bulletins = bulletins or Bulletins()

    @property
    def still(self) -> float:
        """See `Thinking.still`."""
        return self._thinking.still

    async def answer(self, turn: Turn, again: bool) -> Answer:
        """The answer to a claimed message. again: it may have been answered before a crash.

        Raises:
            DatabaseUnavailable: the assistant's memory is in the records, and they cannot be used now.
            NotFound: the conversation was erased meanwhile.
        """
        hearing, began = Hearing.of(turn.message, turn.conversation, self._today()), time.perf_counter()
        try:
            own = await self._own.to(turn, hearing)
            thought = Thought((own.reply,)) if own else await self._thought(hearing, turn.conversation.public_id, again)
        except (DatabaseUnavailable, NotFound):
            raise
        except Exception as error:  # the boundary: a visitor gets a sentence, an operator the cause
            return self.failed(turn, error)
        replies = self._bulletins.added(thought.replies, self._today())
        milliseconds = round((time.perf_counter() - began) * 1000)
        return Answer(replies, understood(hearing, thought, milliseconds), hearing.left, own)

    def failed(self, turn: Turn, error: Exception) -> Answer:
        """A clear sentence with the id of the log's entry, and a way to a person."""
        error_id = secrets.token_hex(4)
        logger.error("turn failed, id %s", error_id, exc_info=error)
        hearing = Hearing.of(turn.message, turn.conversation, self._today())
        thought = Thought((hearing.service.failed(error_id),))
        return Answer(thought.replies, understood(hearing, thought, None))

    async def _thought(self, hearing: Hearing, sender: str, again: bool) -> Thought:
        earlier = await self._thinking.replies_to(sender, hearing.heard.message_id) if again else None
        return Thought(tuple(earlier)) if earlier else await self._thinking.turn(sender, hearing.heard)


def understood(hearing: Hearing, thought: Thought, milliseconds: int | None) -> Understood:
    """The line of the question log; kind, topic and facts are those of the first reply."""
    said = thought.replies[0].metadata
    return Understood(
        language=hearing.tag,
        kind=said.kind.value,
        intent=thought.intent or "",
        topic=said.topic or "",
        facts=said.facts,
        confidence=said.confidence,
        milliseconds=milliseconds,
        error_id=said.error_id,
    )
