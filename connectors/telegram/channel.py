"""The Telegram channel as the gateway knows it."""

from __future__ import annotations

from typing import Mapping

from connectors.gateway import Channel, Inbound, Shows
from connectors.gateway.hearing import NOTED
from connectors.gateway.scribe import Scribe
from connectors.telegram.people import Place
from connectors.telegram.reading import Seen
from connectors.telegram.sending import Sender, Where
from records import transcript
from records.database import Session
from records.errors import NotFound
from records.models import Direction, Message
from records.outbox import Parcel


class Telegram(Channel):
    """account: the bot's id. sender: calls Telegram."""

    name = "telegram"
    shows = Shows(buttons=20)

    def __init__(self, account: str, scribe: Scribe, sender: Sender) -> None:
        self.account, self._scribe, self._sender = account, scribe, sender

    def parse(self, raw: Seen) -> Inbound:
        """See `Channel`; an update is one message, however often Telegram sends it."""
        noted = {"message": raw.message, "thread": raw.thread}
        return Inbound(
            id=str(raw.update),
            visitor=raw.place.key,
            text=raw.text,
            button=raw.button or None,
            language=raw.language,
            account=self.account,
            attachment=raw.attachment,
            noted={name: value for name, value in noted.items() if value is not None},
        )

    async def deliver(self, parcel: Parcel) -> None:
        """See `Channel`; in a group as an answer to the member's message."""
        place = Place.of(parcel.visitor_key)
        where = await self._thread(parcel, place) if place.group else Where(place)
        await self._sender.send((parcel.delivery.id, parcel.message.conversation_id), where, parcel.message)

    async def _thread(self, parcel: Parcel, place: Place) -> Where:
        kept: Mapping[str, int] | None = parcel.message.metadata.get(NOTED)
        noted = await self._scribe.read(lambda session: _noted(session, parcel.message)) if kept is None else kept
        return Where(place, noted.get("message"), noted.get("thread"))


def _noted(session: Session, message: Message) -> Mapping[str, int]:
    """What was noted of the message that is answered; of staff's own, of the visitor's newest."""
    try:
        if message.reply_to is not None:
            return dict(transcript.message(session, message.conversation_id, message.reply_to).metadata.get(NOTED, {}))
    except NotFound:  # purged since
        return {}
    newest = transcript.last(session, message.conversation_id, Direction.IN)
    return dict(newest.metadata.get(NOTED, {})) if newest else {}
