"""A hand-over ends: handed back, closed, given up by the visitor, or by us because nobody came; and what the visitor thinks of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import update

from records import audit, conversations, utterances, words
from records.database import Session
from records.errors import NoSuchHandover
from records.handover import finding
from records.handover.owning import owned
from records.models import Author, Conversation, Handover, Outcome, Owner, handovers
from records.utterances import Line

BEST = 5
"""The highest rating; the lowest is 1."""


def release(session: Session, conversation_id: int, staff: str, epoch: int, now: dt.datetime, line: Line | None = None) -> Handover:
    """Hand the conversation back to the bot. line: what the visitor is told.

    Raises:
        NotOwner: it is not theirs, or not any more.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = owned(session, conversation_id, staff, epoch)
    return _ended(session, conversation, Owner.BOT, Outcome.RELEASED, now, line, staff)


def close(
    session: Session, conversation_id: int, staff: str, epoch: int, closing: str, now: dt.datetime, line: Line | None = None
) -> Handover:
    """The conversation is settled; when the visitor writes again, the bot has it. closing: why, as one of the desk's reasons.

    Raises:
        NotOwner: it is not theirs, or not any more.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = owned(session, conversation_id, staff, epoch)
    return _ended(session, conversation, Owner.CLOSED, Outcome.CLOSED, now, line, staff, closing)


def withdraw(session: Session, conversation_id: int, now: dt.datetime, line: Line | None = None) -> Handover:
    """The visitor would rather go on with the bot than wait.

    Raises:
        NoSuchHandover: the conversation doesn't wait.
        NoSuchConversation: there is none, or not any more.
    """
    finding.of_conversation(session, conversation_id, Owner.QUEUED)
    conversation = conversations.get(session, conversation_id)
    return _ended(session, conversation, Owner.BOT, Outcome.WITHDRAWN, now, line)


def give_up(session: Session, handover: Handover, now: dt.datetime, line: Line | None = None) -> Handover | None:
    """Nobody came: the bot has the conversation again. None where somebody did meanwhile."""
    conversation = conversations.lock(session, handover.conversation_id)
    if conversation.owner is not Owner.QUEUED or finding.newest(session, handover.conversation_id) != handover:
        return None
    return _ended(session, conversation, Owner.BOT, Outcome.UNCLAIMED, now, line)


def rate(session: Session, conversation_id: int, rating: int, now: dt.datetime) -> Handover:
    """What the visitor thinks of the last hand-over that is over, 1 to 5; a later opinion replaces an earlier one.

    Raises:
        NoSuchHandover: none is over that somebody came to.
        ValueError: there is no such rating.
    """
    if not 1 <= rating <= BEST:
        raise ValueError(rating)
    found = _rateable(session, conversation_id)
    session.execute(update(handovers).where(handovers.c.id == found.id).values(rating=rating))
    audit.note(session, audit.PROGRAM, "rated", now, conversation_id, rating=rating)
    return dataclasses.replace(found, rating=rating)


def comment(session: Session, conversation_id: int, text: str) -> Handover:
    """Words to the rating; later ones replace earlier ones.

    Raises:
        NoSuchHandover: as in `rate`.
        Unstorable: as in `inbox.accept`.
    """
    words.check(text)
    found = _rateable(session, conversation_id)
    session.execute(update(handovers).where(handovers.c.id == found.id).values(comment=text))
    return dataclasses.replace(found, comment=text)


def _rateable(session: Session, conversation_id: int) -> Handover:
    conversations.lock(session, conversation_id)
    over = (found for found in finding.history(session, conversation_id) if found.ended_at and found.waited is not None)
    found = next(over, None)
    if found is None:
        raise NoSuchHandover("No member of staff has been in this conversation.")
    return found


def _ended(
    session: Session,
    conversation: Conversation,
    to: Owner,
    outcome: Outcome,
    now: dt.datetime,
    line: Line | None,
    staff: str = audit.PROGRAM,
    closing: str = "",
) -> Handover:
    handover = finding.current(session, conversation.id)
    moved = conversations.move(session, conversation.id, to, conversation.epoch, now)
    if line is not None:
        utterances.say(session, moved, Author.SYSTEM, line, now)
    changes: dict[str, Any] = {"ended_at": now, "outcome": outcome, "closing": closing}
    session.execute(update(handovers).where(handovers.c.id == handover.id).values(changes))
    audit.note(session, staff, outcome.value, now, conversation.id, **({"reason": closing} if closing else {}))
    return dataclasses.replace(handover, **changes)
