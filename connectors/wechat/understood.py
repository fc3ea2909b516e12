"""What a delivered message or event is to the gateway: words, a button, an attachment, a welcome; or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Mapping

from connectors.gateway import Inbound, Scribe, buttons
from connectors.gateway.cleaning import sanitize
from connectors.gateway.clock import utc_now
from connectors.gateway.language import surely_in
from connectors.gateway.own import saying
from connectors.wechat import menu
from connectors.wechat.arrange import item_of
from connectors.wechat.attachments import attachment
from connectors.wechat.channel import GRANTS, LANGUAGE, NAME, TAPPED, WRITTEN
from connectors.wechat.received import Received
from connectors.wechat.scenes import topic_of
from connectors.wechat.texts import texts
from knowledge.text.folding import fold
from records import quotas, runs, transcript, visits
from records.database import Session
from records.models import Direction, Message

WELCOME = "welcome"
_NUMBER = re.compile(r"\(?(\d{1,2})\)?[.、)）]?", re.A)
_FORM = "form"
LANGUAGES = ("zh", "en")
_LONGEST_MORE = 20


@dataclass(frozen=True)
class Said:
    """A message for the gateway, and what it stands for where it is neither text nor button."""

    inbound: Inbound
    meaning: Mapping[str, Any] | None = None


class Understanding:
    """Of one account. channel, account: as in the records."""

    def __init__(self, scribe: Scribe, account: str, channel: str = NAME) -> None:
        self._scribe, self._account, self._channel = scribe, account, channel

    async def of(self, received: Received) -> list[Said]:
        """The messages that something delivered comes to, in order; none where nobody is to be told of it."""
        if received.event:
            return self._event(received, await self._language(received) if received.key else LANGUAGE)
        button = await self._taken(received)
        if button:
            return [Said(self._inbound(received, TAPPED if received.item else WRITTEN, text=received.text, button=button))]
        grants = TAPPED if received.item else WRITTEN
        brought = attachment(received.kind, received.text, received.details)
        text = "" if brought and brought.kind == "sticker" else received.text
        language = surely_in(sanitize(text)) if text else None
        silent = await self._asks_for_more(received)
        return [Said(self._inbound(received, grants, text=text, attachment=brought, silent=silent, language=language))]

    def _event(self, received: Received, language: str) -> list[Said]:
        if received.kind in {"subscribe", "subscribe_scan"}:
            return [self._welcome(received), *self._topic(received, language, ":topic")]
        if received.kind == "scan":
            return self._topic(received, language) or [self._welcome(received)]
        if received.kind == "click":
            meant = menu.meaning(received.key)
            return [Said(self._inbound(received, TAPPED, text=meant[0], language=surely_in(meant[0])), meant[1])] if meant else []
        return []

    def _welcome(self, received: Received) -> Said:
        return Said(self._inbound(received, TAPPED), saying(WELCOME))

    async def _language(self, received: Received) -> str:
        """The one that the visitor last wrote in."""
        known = await self._scribe.read(lambda session: visits.known(session, self._channel, self._account, received.visitor))
        return LANGUAGE if known is None or known.language not in LANGUAGES else known.language

    def _topic(self, received: Received, language: str, ending: str = "") -> list[Said]:
        topic = topic_of(received.key, language) if received.key else None
        if topic is None:
            return []
        return [Said(self._inbound(received, TAPPED, ending, text=topic), buttons.about(topic, language))]

    def _inbound(self, received: Received, grants: str, ending: str = "", **more: Any) -> Inbound:
        noted = {GRANTS: grants, **({"event": received.kind, "key": received.key[:128]} if received.event else {})}
        return Inbound(id=received.id + ending, visitor=received.visitor, account=self._account, noted=noted, **more)

    async def _taken(self, received: Received) -> str | None:
        """The token of the button that was tapped, or whose number was written; None where it was none."""
        item, typed = item_of(received.item), _NUMBER.fullmatch(unicodedata.normalize("NFKC", received.text[:8]).strip())
        if item is None and typed is None:
            return None

        def job(session: Session) -> str | None:
            conversation = visits.known(session, self._channel, self._account, received.visitor)
            if conversation is None:
                return None
            if item is not None:
                return _token(transcript.find(session, conversation.id, item[0]), item[1])
            return _token(_offering(session, conversation.id), int(typed[1]) if typed else 0)

        return await self._scribe.read(job)

    async def left(self, received: Received) -> None:
        """The visitor follows no more: what is on its way to them is given up."""

        def job(session: Session) -> None:
            conversation = visits.known(session, self._channel, self._account, received.visitor)
            if conversation is not None:
                runs.give_up(session, conversation.id, "the visitor has left", utc_now())
                quotas.empty(session, conversation.id)

        await self._scribe.write(job)

    async def _asks_for_more(self, received: Received) -> bool:
        """Whether the rest of a reply is asked for, and there is one: it needs no other answer."""
        if len(received.text) > _LONGEST_MORE or fold(received.text).strip(" .。!！?？") not in _more_words():
            return False

        def job(session: Session) -> bool:
            conversation = visits.known(session, self._channel, self._account, received.visitor)
            return conversation is not None and runs.is_kept(session, conversation.id)

        return await self._scribe.read(job)


@lru_cache(maxsize=1)
def _more_words() -> frozenset[str]:
    return frozenset(fold(word) for in_language in texts()["more_words"].values() for word in in_language)


def as_text(inbound: Inbound) -> Inbound:
    """A button that is not known any more, as the words that came with it."""
    return replace(inbound, button=None)


def _offering(session: Session, conversation_id: int) -> Message | None:
    """The last reply with buttons whose numbers may be written; a form reads numbers itself."""
    last = transcript.last(session, conversation_id, Direction.OUT)
    if last is None or last.reply_to is None:
        return None
    offering = [reply for reply in transcript.replies_to(session, conversation_id, last.reply_to) if reply.buttons]
    return offering[-1] if offering and offering[-1].metadata.get("kind") != _FORM else None


def _token(message: Message | None, place: int) -> str | None:
    if message is None or not 1 <= place <= len(message.buttons):
        return None
    return str(message.buttons[place - 1]["token"])
