"""How an answer goes out: what is added to it, and whether its channel is called or its clients fetch it."""

from __future__ import annotations

import datetime as dt
from typing import Mapping, Sequence

from connectors.gateway.channel import Channel
from connectors.gateway.delivery import Delivery
from connectors.gateway.farewells import Farewells
from connectors.gateway.notice import with_notice
from records.database import Session
from records.models import Conversation
from records.outbox import Parcel
from records.turns import Draft


class Outgoing:
    """For all channels. days: that messages are kept, None for ever."""

    def __init__(self, channels: Mapping[str, Channel], delivery: Delivery, farewells: Farewells, days: float | None) -> None:
        self._channels, self._delivery, self._farewells, self._days = channels, delivery, farewells, days

    def calls(self, channel: str) -> bool:
        """Whether a channel has to be called; one that is off is called when it is on again."""
        return channel not in self._channels or not self._channels[channel].fetches

    def said(self, session: Session, conversation: Conversation, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """What is stored of a reply."""
        channel = self._channels.get(conversation.channel)
        return with_notice(session, conversation.id, drafts, self._days) if channel and channel.notice else drafts

    def held(self, session: Session, conversation: Conversation) -> dt.datetime | None:
        """Until when a reply is held back for whoever waits for it at its channel."""
        channel = self._channels.get(conversation.channel)
        return channel.held(session, conversation) if channel else None

    def look(self) -> None:
        """There is something new in the outbox."""
        self._delivery.look()

    def part(self, parcel: Parcel) -> None:
        """Say a last sentence over a channel that has to be called."""
        if parcel.channel in self._channels and not self._channels[parcel.channel].fetches:
            self._farewells.say(parcel)
