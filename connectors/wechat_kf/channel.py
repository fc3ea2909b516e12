"""WeChat customer service as the gateway knows it."""

from __future__ import annotations

import datetime as dt

from connectors.gateway import Inbound, TogetherChannel, Went
from connectors.wechat.channel import follow_language
from connectors.wechat.sender import Sender
from records import quotas, runs
from records.database import Session
from records.models import Conversation, Message
from records.outbox import Parcel
from records.runs import Run

NAME = "wechat_kf"


class KfChannel(TogetherChannel):
    """Chat with a customer-service account. What comes in is read by us at our own pace, so no visitor is held to a rate."""

    name = NAME
    limited = False

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def parse(self, raw: Inbound) -> Inbound:
        """A message; those of a page are read and understood before (`messages.py`)."""
        return raw

    async def deliver_together(self, run: Run, went: Went) -> None:
        """See `TogetherChannel`."""
        await self._sender.send(run, went)

    async def say_farewell(self, parcel: Parcel) -> None:
        """See `Channel`."""
        await self._sender.say(parcel)

    def accepted(self, session: Session, conversation: Conversation, message: Message, now: dt.datetime) -> None:
        """See `Channel`: five messages may be sent after each; and what was kept is on its way again."""
        quotas.written(session, conversation.id, now)
        follow_language(session, conversation, message)
        runs.revive(session, conversation.id, now, now)
