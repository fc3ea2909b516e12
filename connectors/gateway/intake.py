"""What comes in: cleaned, limited, stored once, and then acknowledged; in one commit with the claim of its turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from connectors.gateway.channel import Channel, Inbound
from connectors.gateway.cleaning import kept, trouble
from connectors.gateway.clock import utc_now
from connectors.gateway.handovers import Handovers
from connectors.gateway.hearing import ATTACHMENT, HINT, NOTED, TROUBLE
from connectors.gateway.limits import Buckets, Limits
from connectors.gateway.scribe import Scribe
from connectors.gateway.turns import LEASE_SECONDS
from records import buttons, inbox, spent, turns, visits
from records.database import Session
from records.models import Conversation, Message, MessageState
from records.turns import Turn


@dataclass(frozen=True)
class Receipt:
    """A message is in the records. fresh: False where it had been before. turn: its claim, where nobody was at the conversation.

    said: what was said to it at once, where it was for a hand-over to staff and not for the assistant.
    again: what was claimed is an older message, which may have been answered before a crash.
    """

    message: Message
    conversation: Conversation
    fresh: bool
    turn: Turn | None = None
    said: Sequence[Message] = ()

    @property
    def again(self) -> bool:
        """See the class."""
        return self.turn is not None and self.turn.message.id != self.message.id


class Intake:
    """Takes messages in. worker: what this process is called in the records. handovers: None where nobody takes conversations."""

    def __init__(self, scribe: Scribe, limits: Limits, worker: str, handovers: Handovers | None = None) -> None:
        self._scribe, self._longest, self._worker, self._handovers = scribe, limits.message, worker, handovers
        self._visitors, self._addresses = Buckets(limits.visitor), Buckets(limits.address)

    def admit(self, visitor: str, address: str) -> None:
        """Count a message of a visitor and of an address; either may be "" where it is not known.

        Raises:
            TooMany: not now.
        """
        if address:
            self._addresses.take(address)
        if visitor:
            self._visitors.take(visitor)

    async def accept(self, channel: Channel, inbound: Inbound, meaning: Mapping[str, Any] | None = None) -> Receipt:
        """Store a message. meaning: what it stands for, where it is neither text nor button.

        Raises:
            TooMany: the visitor, or the address, sends too many.
            NoSuchConversation: it was erased.
            NoSuchButton: it was never shown there.
            IdOfAnother: the id was used in another conversation.
            Spent: it was erased on the visitor's wish.
            DatabaseUnavailable: it is not stored.
        """
        if channel.limited:
            self.admit(inbound.conversation or inbound.visitor, inbound.address)
        metadata = self._metadata(inbound, meaning)
        text = kept(inbound.text, self._longest)

        def job(session: Session) -> Receipt:
            conversation = _conversation(session, channel, inbound)
            said, meant = text, meaning
            if inbound.button is not None:
                choice = buttons.take(session, conversation.id, inbound.button)
                said, meant = choice.title, choice.payload
            name = f"{conversation.public_id}:{inbound.id}" if channel.ids_of_clients else inbound.id
            if not channel.ids_of_clients:
                spent.check(session, channel.name, inbound.account, name)
            now = utc_now()
            locked = conversation if inbound.conversation is not None else None
            accepted = inbox.accept(
                session, conversation.id, name, said, meant, now, metadata=metadata, silent=inbound.silent, locked=locked
            )
            told: Sequence[Message] = ()
            if accepted.fresh:
                channel.accepted(session, conversation, accepted.message, now)
            if accepted.fresh and self._handovers and not inbound.silent:
                told = self._handovers.heard(session, accepted.message, now, channel.held(session, conversation))
            return Receipt(accepted.message, conversation, accepted.fresh, self._claimed(session, accepted), told)

        return await self._scribe.write(job)

    def _claimed(self, session: Session, accepted: inbox.Accepted) -> Turn | None:
        message = accepted.message
        if not accepted.fresh or message.state is not MessageState.ACCEPTED:
            return None
        return turns.claim_turn(session, self._worker, utc_now(), LEASE_SECONDS, message.conversation_id)

    def _metadata(self, inbound: Inbound, meaning: Mapping[str, Any] | None) -> dict[str, Any]:
        found = {
            TROUBLE: self._trouble(inbound, meaning),
            HINT: inbound.language,
            ATTACHMENT: inbound.attachment.as_dict() if inbound.attachment else None,
            NOTED: dict(inbound.noted),
        }
        return {key: value for key, value in found.items() if value}

    def _trouble(self, inbound: Inbound, meaning: Mapping[str, Any] | None) -> str | None:
        written = inbound.button is None and meaning is None
        return trouble(inbound.text, self._longest) if written else None


def _conversation(session: Session, channel: Channel, inbound: Inbound) -> Conversation:
    if inbound.conversation is not None:
        return visits.find(session, inbound.conversation, lock=True)
    return visits.open_conversation(session, channel.name, inbound.account, inbound.visitor, utc_now(), inbound.language)
