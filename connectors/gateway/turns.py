"""The turns of this process: one at a time in a conversation, each to its end, whoever has gone meanwhile.

What is known of a turn under way is in the records; here is only the work. An answer that the records cannot take is not kept
here: once they can, the assistant is asked for it anew, and takes it from its memory of the turn.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import weakref
from dataclasses import dataclass
from typing import Sequence

from connectors.gateway.answering import Answer, Answering
from connectors.gateway.buttons import meaning
from connectors.gateway.channel import TO_ALL
from connectors.gateway.clock import utc_now
from connectors.gateway.erasure import ASKS
from connectors.gateway.handovers import Handovers
from connectors.gateway.hearing import NOTED
from connectors.gateway.hub import Hub
from connectors.gateway.language import tag_of
from connectors.gateway.outgoing import Outgoing
from connectors.gateway.scribe import Scribe
from knowledge.reply import Reply
from records import conversations, farewell, turns
from records.buttons import Choice
from records.database import Session
from records.errors import Conflict, DatabaseUnavailable, NotFound
from records.models import Message
from records.turns import Draft, Turn

logger = logging.getLogger(__name__)

LEASE_SECONDS = 20.0
_TYPING_AFTER = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


@dataclass(frozen=True)
class Outcome:
    """How a message was answered.

    replies: as the assistant gave them; messages: as they are stored. erased: with them all of the visitor was erased; they are
    stored nowhere.
    """

    replies: Sequence[Reply]
    messages: Sequence[Message]
    erased: bool = False


class Turns:
    """Answers claimed messages.

    worker: what this process is called in the records. out: how answers go out. handovers: None where nobody takes
    conversations.
    """

    def __init__(
        self, answering: Answering, scribe: Scribe, hub: Hub, worker: str, out: Outgoing, handovers: Handovers | None = None
    ) -> None:
        self._answering, self._scribe, self._hub, self._out = answering, scribe, hub, out
        self.worker, self._handovers = worker, handovers
        self._running: dict[int, asyncio.Task[None]] = {}
        self._following: dict[int, tuple[Turn, bool]] = {}
        self._expected: weakref.WeakValueDictionary[int, asyncio.Future[Outcome]] = weakref.WeakValueDictionary()

    def expect(self, message_id: int) -> asyncio.Future[Outcome]:
        """How a message will have been answered, if this process does it; hold on to it."""
        future = self._expected.get(message_id)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            self._expected[message_id] = future
        return future

    def start(self, turn: Turn, again: bool = False) -> None:
        """Answer a claimed message. again: it may have been answered before a crash."""
        conversation = turn.conversation.id
        if conversation in self._running:  # it has stored its answer, and is about to end
            self._following[conversation] = turn, again
        else:
            self._running[conversation] = asyncio.get_running_loop().create_task(self._live(turn, again))

    def running(self) -> set[int]:
        """The conversations with a turn under way here."""
        return set(self._running)

    async def finish(self, seconds: float) -> int:
        """Wait for the turns under way; how many had to be left. Those are answered after the next start."""
        if not self._running:
            return 0
        _, left = await asyncio.wait(self._running.values(), timeout=seconds)
        for task in left:
            task.cancel()
        return len(left)

    async def _live(self, turn: Turn, again: bool) -> None:
        """Answer a message, then those of its conversation that came meanwhile."""
        conversation = turn.conversation.id
        waiting: tuple[Turn, bool] | None = (turn, again)
        try:
            while waiting:
                following = await self._answered(*waiting)
                waiting = (following, False) if following else self._following.pop(conversation, None)
        finally:
            del self._running[conversation]

    async def _answered(self, turn: Turn, again: bool) -> Turn | None:
        """Answer a message; the turn that follows it. While the records can't be used, it is tried again and again."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await self._once(turn, again)
            except DatabaseUnavailable as error:
                logger.error("the answer to message %d waits for the records: %s", turn.message.id, error)
            except (Conflict, NotFound) as error:  # another worker was quicker, staff took over, or the visitor erased all
                logger.info("the answer to message %d is dropped: %s", turn.message.id, type(error).__name__)
                return None
            await asyncio.sleep(pause)
            pause, again = min(2 * pause, _LONGEST_PAUSE), True

    async def _once(self, turn: Turn, again: bool) -> Turn | None:
        conversation = turn.conversation.id
        typing = asyncio.get_running_loop().call_later(_TYPING_AFTER, self._hub.typing_began, conversation)
        try:
            answer = await self._answering.answer(turn, again)
        finally:
            typing.cancel()
            self._hub.typing_ended(conversation)
        try:
            return await (self._erase(turn, answer) if answer.own and answer.own.erase else self._store(turn, answer))
        except (DatabaseUnavailable, Conflict, NotFound):
            raise
        except Exception as error:  # a boundary: an answer that cannot be stored is a failed turn
            return await self._store(turn, self._answering.failed(turn, error))

    async def _store(self, turn: Turn, answer: Answer) -> Turn | None:
        """Store an answer and claim what follows in one commit, then tell who waits; the turn that follows."""
        drafts, conversation = drafts_of(answer), turn.conversation
        deliver = self._out.calls(conversation.channel)

        def job(session: Session) -> tuple[list[Message], Turn | None]:
            now = utc_now()
            if answer.left:
                conversations.set_language(session, conversation.id, answer.left, chosen=False)
            said = self._out.said(session, conversation, drafts)
            held = self._out.held(session, conversation) if deliver else None
            messages = turns.answer(session, turn, said, answer.asked, now, deliver=deliver, not_before=held)
            if self._handovers:
                messages += self._handovers.answered(session, turn, answer.asked, answer.replies[0].metadata.form, now, held)
            return messages, turns.claim_turn(session, self.worker, now, LEASE_SECONDS, conversation.id)

        messages, following = await self._scribe.write(job)
        self._hub.publish(conversation.id, messages)
        self._answer_expected(turn, Outcome(answer.replies, messages))
        if deliver:
            self._out.look()
        return following

    async def _erase(self, turn: Turn, answer: Answer) -> None:
        """Erase all of the visitor in one commit, then say so to whoever waits, and over the channel; nothing follows."""
        (said,) = drafts_of(answer)
        noted = {key: value for key, value in turn.message.metadata.items() if key == NOTED}  # it can't be looked up any more
        said = dataclasses.replace(said, metadata={**said.metadata, **noted})
        parcel = await self._scribe.write(lambda session: farewell.part(session, turn, said, utc_now()))
        self._hub.erased(turn.conversation.id, parcel.message)
        self._answer_expected(turn, Outcome(answer.replies, [parcel.message], erased=True))
        self._out.part(parcel)
        await self._scribe.scrub()

    def _answer_expected(self, turn: Turn, outcome: Outcome) -> None:
        expected = self._expected.get(turn.message.id)
        if expected is not None and not expected.done():
            expected.set_result(outcome)


def drafts_of(answer: Answer) -> list[Draft]:
    """The replies of an answer as they are stored."""
    drafts = [draft(reply) for reply in answer.replies]
    if answer.own and answer.own.asks:
        drafts[-1] = dataclasses.replace(drafts[-1], metadata={**drafts[-1].metadata, ASKS: answer.own.asks})
    if answer.own and answer.own.to_all:
        drafts[-1] = dataclasses.replace(drafts[-1], metadata={**drafts[-1].metadata, TO_ALL: True})
    return drafts


def draft(reply: Reply) -> Draft:
    """A reply as it is stored."""
    language = reply.metadata.language
    choices = [Choice(button.title, meaning(button)) for button in reply.buttons]
    return Draft(reply.text, tag_of(reply.text, language) if language == "zh" else language, reply.metadata.as_dict(), choices)
