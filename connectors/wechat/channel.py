"""The Official Account as the gateway knows it."""

from __future__ import annotations

import datetime as dt

from connectors.gateway import Inbound, TogetherChannel, Went
from connectors.gateway.hearing import HINT, NOTED
from connectors.wechat.sender import Sender
from connectors.wechat.waiting import Waiting
from records import conversations, quotas, runs, visits
from records.database import Session
from records.models import Conversation, Message
from records.outbox import Parcel
from records.runs import Run

NAME = "wechat"
GRANTS, WRITTEN, TAPPED = "grants", "written", "tapped"
"""What a message lets us send, in what is noted of it: see `records.quotas`."""


LANGUAGE = "zh"
"""Of who has not written yet."""


def follow_language(session: Session, conversation: Conversation, message: Message) -> None:
    """Keep the language that a visitor last wrote in, for what does not tell it: "OK", a picture, a tap."""
    language = message.metadata.get(HINT) or conversation.language or LANGUAGE
    if language != conversation.language and not conversation.language_chosen:
        conversations.set_language(session, conversation.id, language, chosen=False)


class WeChatChannel(TogetherChannel):
    """Chat with an Official Account. sender: sends what does not go out with the answer to a request."""

    name = NAME

    def __init__(self, sender: Sender, waiting: Waiting) -> None:
        self._sender, self.waiting = sender, waiting

    def parse(self, raw: Inbound) -> Inbound:
        """A message; what WeChat delivers is read and understood before (`received.py`, `understood.py`)."""
        return raw

    async def deliver_together(self, run: Run, went: Went) -> None:
        """See `TogetherChannel`."""
        await self._sender.send(run, went)

    async def say_farewell(self, parcel: Parcel) -> None:
        """See `Channel`: with the answer to the request that asked for it, while that waits."""
        if not await self.waiting.hand_over(parcel):
            await self._sender.say(parcel)

    def accepted(self, session: Session, conversation: Conversation, message: Message, now: dt.datetime) -> None:
        """See `Channel`: what the message lets us send; and what was kept for it is on its way again."""
        grant = quotas.tapped if message.metadata.get(NOTED, {}).get(GRANTS) == TAPPED else quotas.written
        grant(session, conversation.id, now)
        follow_language(session, conversation, message)
        runs.revive(session, conversation.id, self.held(session, conversation) or now, now)

    def held(self, session: Session, conversation: Conversation) -> dt.datetime | None:
        """See `Channel`: while a request of the visitor waits."""
        return self.waiting.until(visits.visitor(session, conversation.visitor_id).key)
