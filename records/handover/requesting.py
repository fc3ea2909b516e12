"""A person is asked for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from records import audit, conversations
from records.database import Session
from records.handover import finding
from records.models import Conversation, Handover, Outcome, Owner, Reason, handovers
from records.questions import day


def request(session: Session, conversation_id: int, reason: Reason, now: dt.datetime, topic: str = "") -> Handover:
    """The conversation is put into the queue; where it waits already, or staff have it, nothing changes.

    To ask with the reply that says so, call it after `turns.answer` in the same transaction.

    Raises:
        NoSuchConversation: there is none, or not any more.
        NoSuchMove: it is closed.
    """
    conversation = conversations.lock(session, conversation_id)
    if conversation.owner in {Owner.QUEUED, Owner.STAFF}:
        return finding.current(session, conversation_id)
    conversations.move(session, conversation_id, Owner.QUEUED, conversation.epoch, now)
    return _opened(session, conversation, reason, now, topic)


def missed(session: Session, conversation_id: int, reason: Reason, now: dt.datetime, topic: str = "") -> Handover:
    """A person is asked for while nobody is there by the hours: the conversation stays with the bot, the wish is kept.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    conversation = conversations.lock(session, conversation_id)
    return _opened(session, conversation, reason, now, topic, ended_at=now, outcome=Outcome.OUT_OF_HOURS)


def wants_contact(session: Session, handover_id: int, *, wants: bool) -> None:
    """Whether the visitor is about to leave contact details: what they write next is looked at for them."""
    session.execute(update(handovers).where(handovers.c.id == handover_id).values(wants_contact=wants))


def _opened(
    session: Session,
    conversation: Conversation,
    reason: Reason,
    now: dt.datetime,
    topic: str,
    ended_at: dt.datetime | None = None,
    outcome: Outcome | None = None,
) -> Handover:
    values = {
        "conversation_id": conversation.id,
        "reason": reason,
        "topic": topic,
        "language": conversation.language or "",
        "channel": conversation.channel,
        "day": day(now),
        "requested_at": now,
        "waiting_since": now,
        "waited": None,
        "staff": None,
        "claimed_at": None,
        "acted_at": None,
        "wants_contact": False,
        "ended_at": ended_at,
        "outcome": outcome,
        "closing": "",
        "rating": None,
        "comment": "",
    }
    made = session.execute(handovers.insert(), values).inserted_primary_key[0]
    audit.note(session, audit.PROGRAM, "missed" if ended_at else "requested", now, conversation.id, reason=reason.value)
    return Handover(id=made, **values)  # type: ignore[arg-type]
