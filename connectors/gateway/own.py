"""What the gateway answers itself, without the assistant: what is no text, what it can't hand on, and the wish to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from connectors.gateway import erasure
from connectors.gateway.hearing import ATTACHMENT, Hearing
from connectors.gateway.scribe import Scribe
from connectors.gateway.texts import said, speaks_all, texts, written
from knowledge.reply import Kind, Reply
from records import transcript
from records.models import Direction
from records.turns import Turn

SAY = "say"
"""Key of what a message stands for, where the gateway is to answer it with the text of that name."""


def saying(name: str) -> Mapping[str, Any]:
    """What a message stands for that is answered with a text of `texts.yml`: a command, or an event of the channel."""
    assert name in texts()
    return {SAY: name}


@dataclass(frozen=True)
class Own:
    """A reply. asks: what it asks back, in its metadata. erase: it is said when all of the visitor is erased.

    to_all: it speaks to visitors of every language at once.
    """

    reply: Reply
    asks: str | None = None
    erase: bool = False
    to_all: bool = False


class OwnAnswers:
    """longest: message, in characters."""

    def __init__(self, scribe: Scribe, longest: int) -> None:
        self._scribe, self._longest = scribe, longest
        erasure.warm_up()

    async def to(self, turn: Turn, hearing: Hearing) -> Own | None:
        """The answer to a message; None where the assistant is to answer.

        Raises:
            DatabaseUnavailable: what was said before cannot be read now.
        """
        meant = turn.message.payload or {}
        if SAY in meant:
            return Own(said(meant[SAY], hearing.answer_tag), to_all=speaks_all(meant[SAY]))
        attachment = turn.message.metadata.get(ATTACHMENT)
        if hearing.trouble and attachment:
            return Own(_thanks(attachment, hearing.answer_tag))
        if hearing.trouble:
            return Own(hearing.service.clarify(hearing.trouble, limit=self._longest))
        return None if meant.get("intent") else await self._about_erasure(turn, hearing)

    async def _about_erasure(self, turn: Turn, hearing: Hearing) -> Own | None:
        words, tag = hearing.heard.text, hearing.answer_tag
        agreed, declined = erasure.agreed(words), erasure.declined(words)
        if (agreed or declined) and await self._pending(turn):
            return Own(said("erased", tag), erase=True) if agreed else Own(said("not_erased", tag))
        if erasure.wished(words):
            return Own(said("erase", tag, Kind.CONFIRM), asks=erasure.ERASURE)
        return None

    async def _pending(self, turn: Turn) -> bool:
        conversation = turn.conversation.id
        last = await self._scribe.read(lambda session: transcript.last(session, conversation, Direction.OUT))
        return erasure.pending(last, turn.message)


def _thanks(attachment: Mapping[str, Any], tag: str) -> Reply:
    what = texts()["attachments"].get(attachment["kind"], texts()["attachments"]["other"])
    name = "attachment_kept" if len(attachment) > 1 else "attachment"
    return said(name, tag, Kind.CLARIFY, what=written(what, tag))
