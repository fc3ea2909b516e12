"""A conversation as staff read it: what was said, what the assistant understood, what staff noted, how each message got there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Mapping, Sequence, Union

from records import cases, conversations, feedback, handover, inboxes, notes, presence, proposals, quotas, transcript
from records.cases import Case
from records.database import Session
from records.models import (
    Asked,
    Author,
    Conversation,
    Delivery,
    Direction,
    Handover,
    Message,
    Note,
    Owner,
    Presence,
    Proposal,
    Quota,
    Rating,
    Visitor,
)

LIMITED = frozenset({"wechat", "wechat_kf"})
"""The channels that take only so many replies for some time after a visitor's message (records/quotas.py)."""


@dataclass(frozen=True)
class Said:
    """A message. understood: what the assistant made of one that came in. delivery: how one that goes out gets there, where its
    channel is called. rating: what the visitor thinks of it.
    """

    message: Message
    understood: Asked | None = None
    delivery: Delivery | None = None
    rating: Rating | None = None

    @property
    def side(self) -> str:
        """`visitor`, `bot`, `staff` or `system`."""
        return self.message.author.value


Item = Union[Said, Note]


@dataclass(frozen=True)
class Told:
    """tag: what the visitor reads. items: what was said and noted, in order; earlier: how many messages are before them.

    window: how many replies the channel takes, and until when; None where it always does. others: of the same visitor, the newest first.
    """

    conversation: Conversation
    visitor: Visitor
    tag: str
    items: Sequence[Item]
    earlier: int
    handover: Handover | None
    history: Sequence[Handover]
    here: Sequence[Presence]
    window: Quota | None
    others: Sequence[Conversation]
    cases: Sequence[Case]
    draft: Case | None
    proposal: Proposal | None

    @property
    def is_open(self) -> bool:
        """Whether a hand-over is under way."""
        return self.conversation.owner in {Owner.QUEUED, Owner.STAFF}


def told(session: Session, conversation_id: int, now: dt.datetime, limit: int = 100) -> Told:
    """A conversation as it is.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    talk = conversations.get(session, conversation_id)
    messages = transcript.messages_after(session, talk.id, max(0, talk.last_number - limit))
    visitor, talks = inboxes.of_visitor(session, talk.visitor_id)
    past = handover.history(session, talk.id)
    return Told(
        conversation=talk,
        visitor=visitor,
        tag=transcript.language(session, talk),
        items=_items(messages, notes.of(session, talk.id), *_details(session, talk.id, messages)),
        earlier=(messages[0].number - 1) if messages else 0,
        handover=past[0] if past else None,
        history=past,
        here=presence.at(session, [talk.id], now).get(talk.id, []),
        window=quotas.get(session, talk.id) if talk.channel in LIMITED else None,
        others=[other for other in talks if other.id != talk.id],
        cases=cases.mine(session, talk.id),
        draft=cases.draft_of(session, talk.id, now),
        proposal=_fresh(proposals.newest(session, talk.id), messages),
    )


def _fresh(proposal: Proposal | None, messages: Sequence[Message]) -> Proposal | None:
    """A proposal, while nothing was said to the visitor since the message that it is about."""
    if proposal is None or any(m.number > proposal.number and m.author is Author.STAFF for m in messages):
        return None
    return proposal


def _details(
    session: Session, conversation_id: int, messages: Sequence[Message]
) -> tuple[Mapping[int, Asked], Mapping[int, Delivery], Mapping[int, Rating]]:
    incoming = [m.id for m in messages if m.direction is Direction.IN]
    outgoing = [m.id for m in messages if m.direction is Direction.OUT]
    return (
        inboxes.understood(session, incoming),
        inboxes.deliveries_of(session, outgoing),
        feedback.ratings(session, conversation_id),
    )


def _items(
    messages: Sequence[Message],
    written: Sequence[Note],
    understood: Mapping[int, Asked],
    deliveries: Mapping[int, Delivery],
    ratings: Mapping[int, Rating],
) -> list[Item]:
    said = [Said(m, understood.get(m.id), deliveries.get(m.id), ratings.get(m.number)) for m in messages]
    first = messages[0].number if messages else 0
    shown: list[tuple[int, int, int, Item]] = [(one.message.number, 0, 0, one) for one in said]
    shown += [(note.number, 1, note.id, note) for note in written if note.number >= first]
    return [item for *_, item in sorted(shown, key=lambda entry: entry[:3])]
