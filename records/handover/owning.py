"""One member of staff has a conversation: claimed, talked in, passed on. Whoever acts says which epoch they saw."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import update

from records import audit, conversations, transcript, utterances
from records.database import Session
from records.errors import Claimed, NotOwner
from records.handover import finding
from records.handover.requesting import request
from records.models import Author, Conversation, Handover, Message, Owner, Reason, handovers, seen_ids
from records.upsert import insert
from records.utterances import Line

DESK = "desk"
"""The channel under which the ids of messages that staff send are kept (`seen_ids`): what is sent twice is there once."""


def claim(session: Session, conversation_id: int, staff: str, now: dt.datetime, line: Line | None = None) -> Handover:
    """The conversation is `staff`'s from now on; of many who claim it at once one gets it. Their own again changes nothing.

    line: what the visitor is told.

    Raises:
        Claimed: another has it.
        NoSuchHandover: it is with the bot, or closed: nobody asked for a person, or not any more.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = conversations.lock(session, conversation_id)
    if conversation.owner is Owner.STAFF:
        if conversation.staff != staff:
            raise Claimed(conversation.staff or "")
        return finding.current(session, conversation_id)
    return _claimed(session, conversation, finding.current(session, conversation_id), staff, now, line)


def take(session: Session, conversation_id: int, staff: str, epoch: int, now: dt.datetime, line: Line | None = None) -> Handover:
    """The conversation is `staff`'s, whoever had it: the bot, the queue or a colleague. epoch: as `staff` saw it.

    Raises:
        NotOwner: it has moved meanwhile.
        NoSuchMove: it is closed.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = conversations.lock(session, conversation_id)
    if conversation.epoch != epoch:
        raise NotOwner(f"The conversation's epoch is {conversation.epoch} by now, not {epoch}.")
    if conversation.owner is Owner.STAFF:
        if conversation.staff == staff:
            return finding.current(session, conversation_id)
        conversation = conversations.move(session, conversation_id, Owner.QUEUED, epoch, now)
        audit.note(session, staff, "took over", now, conversation_id, of=conversation.staff)
    else:
        request(session, conversation_id, Reason.STAFF, now)
        conversation = conversations.lock(session, conversation_id)
    return _claimed(session, conversation, finding.current(session, conversation_id), staff, now, line)


def send(session: Session, conversation_id: int, staff: str, epoch: int, line: Line, key: str, now: dt.datetime) -> Message:
    """Say something to the visitor. key: unique to what is sent; the same again is the message that is there.

    Raises:
        NotOwner: it is not theirs, or not any more.
        NoSuchConversation: there is none, or not any more.
        Unstorable: as in `inbox.accept`.
    """
    conversation = owned(session, conversation_id, staff, epoch)
    known = transcript.known(session, DESK, staff, key)
    if known is not None:
        return known
    message = utterances.say(session, conversation, Author.STAFF, line, now)
    session.execute(insert(session, seen_ids).values(channel=DESK, account=staff, channel_message_id=key, message_id=message.id))
    _change(session, finding.current(session, conversation_id), acted_at=now, waiting_since=now)
    audit.note(session, staff, "sent", now, conversation_id, message=message.number)
    return message


def touch(session: Session, conversation_id: int, staff: str, now: dt.datetime) -> None:
    """The member of staff does something in it, such as writing; nothing where it is not theirs."""
    theirs = (handovers.c.conversation_id == conversation_id, handovers.c.staff == staff, handovers.c.ended_at.is_(None))
    session.execute(update(handovers).where(*theirs).values(acted_at=now))


def transfer(
    session: Session, conversation_id: int, staff: str, epoch: int, to: str | None, now: dt.datetime, line: Line | None = None
) -> Handover:
    """Pass the conversation on to a colleague; None: back into the queue, where it keeps the time of its request.

    Raises:
        NotOwner: it is not theirs, or not any more.
        NoSuchConversation: there is none, or not any more.
    """
    owned(session, conversation_id, staff, epoch)
    conversation = conversations.move(session, conversation_id, Owner.QUEUED, epoch, now)
    audit.note(session, staff, "transferred", now, conversation_id, to=to or "")
    handover = finding.current(session, conversation_id)
    if to is not None:
        return _claimed(session, conversation, handover, to, now, line)
    _tell(session, conversation, line, now)
    return _change(session, handover, staff=None, claimed_at=None, waiting_since=now)


def put_back(session: Session, handover: Handover, now: dt.datetime, line: Line | None = None) -> Handover | None:
    """Take the conversation from a member of staff who is idle or has vanished; None where they did something meanwhile."""
    conversation = conversations.lock(session, handover.conversation_id)
    found = finding.newest(session, handover.conversation_id)
    if conversation.owner is not Owner.STAFF or found != handover:
        return None
    moved = conversations.move(session, conversation.id, Owner.QUEUED, conversation.epoch, now)
    audit.note(session, audit.PROGRAM, "put back", now, conversation.id, of=conversation.staff)
    _tell(session, moved, line, now)
    return _change(session, handover, staff=None, claimed_at=None, waiting_since=now)


def owned(session: Session, conversation_id: int, staff: str, epoch: int) -> Conversation:
    """The conversation, locked, if it is theirs.

    Raises:
        NotOwner: it is not, or it was with somebody else in between.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = conversations.lock(session, conversation_id)
    if conversation.owner is Owner.STAFF and conversation.staff != staff:
        raise Claimed(conversation.staff or "")
    if conversation.owner is not Owner.STAFF or conversation.epoch != epoch:
        raise NotOwner(f"The conversation is with: {conversation.owner.value}, epoch {conversation.epoch}, not {epoch}.")
    return conversation


def _claimed(session: Session, conversation: Conversation, handover: Handover, staff: str, now: dt.datetime, line: Line | None) -> Handover:
    moved = conversations.move(session, conversation.id, Owner.STAFF, conversation.epoch, now, staff)
    audit.note(session, staff, "claimed", now, conversation.id)
    _tell(session, moved, line, now)
    waited = handover.waited if handover.waited is not None else (now - handover.requested_at).total_seconds()
    return _change(session, handover, staff=staff, claimed_at=now, acted_at=now, waited=waited, wants_contact=False)


def _tell(session: Session, conversation: Conversation, line: Line | None, now: dt.datetime) -> None:
    if line is not None:
        utterances.say(session, conversation, Author.SYSTEM, line, now)


def _change(session: Session, handover: Handover, **changes: Any) -> Handover:
    session.execute(update(handovers).where(handovers.c.id == handover.id).values(changes))
    return dataclasses.replace(handover, **changes)
