"""The Telegram channel as the gateway knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Sequence

from connectors.gateway import Inbound, Shows, TogetherChannel, Went
from connectors.gateway.hearing import NOTED
from connectors.gateway.scribe import Scribe
from connectors.telegram.packing import packed
from connectors.telegram.people import Place
from connectors.telegram.reading import Seen
from connectors.telegram.sending import Sender, Where
from records import transcript
from records.database import Session
from records.errors import NotFound
from records.models import Direction, Message
from records.outbox import Parcel
from records.runs import Run


class Telegram(TogetherChannel):
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

    async def deliver_together(self, run: Run, went: Went) -> None:
        """See `TogetherChannel`; in a group as an answer to the member's message."""
        parcels = [replace(parcel, message=self.shows.fitted(parcel.message)) for parcel in run.parcels]
        for group in packed(parcels, run.said):
            await self._deliver(group, run.said.get(group[0].message.id, 0), went)

    async def _deliver(self, group: Sequence[Parcel], begin: int, went: Went) -> None:
        """Send replies that go out as one. begin: how many characters of the first have been said."""
        *others, last = group
        place = Place.of(last.visitor_key)
        where = await self._thread(last, place) if place.group else Where(place)
        async for said in self._sender.send(where, [parcel.message for parcel in group], begin):
            whole = [(parcel, len(parcel.message.text), True) for parcel in others]
            await went([*whole, (last, said, said == len(last.message.text))])

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
