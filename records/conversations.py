"""The life of a conversation: one owner at a time, and an epoch that grows with each change.

from      to       when
BOT       QUEUED   a person is asked for
QUEUED    STAFF    a member of staff claims it
QUEUED    BOT      nobody comes, or the visitor thinks better of it
STAFF     QUEUED   it is put back for somebody else
STAFF     BOT      it is handed back
STAFF     CLOSED   it is settled
BOT       CLOSED   it is over
CLOSED    BOT      the visitor writes again (inbox.accept)
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select, update

from records.database import Session
from records.errors import NoSuchConversation, NoSuchMove, NotOwner
from records.models import Conversation, MessageState, Owner, conversations, messages
from records.models.message import WAITING

MOVES = {
    Owner.BOT: {Owner.QUEUED, Owner.CLOSED},
    Owner.QUEUED: {Owner.STAFF, Owner.BOT},
    Owner.STAFF: {Owner.QUEUED, Owner.BOT, Owner.CLOSED},
    Owner.CLOSED: {Owner.BOT},
}
_GET = select(conversations).where(conversations.c.id == bindparam("id"))
_LOCK = _GET.with_for_update(key_share=True)
_PASS = update(messages).where(messages.c.conversation_id == bindparam("id_"), WAITING).values(state=MessageState.PASSED)


def get(session: Session, conversation_id: int) -> Conversation:
    """The conversation.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    return _one(session, _GET, conversation_id)


def lock(session: Session, conversation_id: int) -> Conversation:
    """The conversation, which nobody else changes before this transaction ends. Whoever changes one begins with this.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    return _one(session, _LOCK, conversation_id)


def move(session: Session, conversation_id: int, to: Owner, epoch: int, now: dt.datetime, staff: str | None = None) -> Conversation:
    """The conversation with its new owner and epoch. What the bot had not answered when it loses the conversation is PASSED;
    a turn under way ends without effect.

    To hand over with the reply that says so, call it after `turns.answer` in the same transaction.
    epoch: that of the conversation as the caller knows it. staff: who claims it, where `to` is STAFF.

    Raises:
        NotOwner: the epoch is another by now; somebody was quicker.
        NoSuchMove: the table above has no such line, or `staff` is missing or too much.
        NoSuchConversation: there is none, or not any more.
    """
    conversation = lock(session, conversation_id)
    if conversation.epoch != epoch:
        raise NotOwner(f"The conversation's epoch is {conversation.epoch} by now, not {epoch}.")
    if to not in MOVES[conversation.owner]:
        raise NoSuchMove(f"A conversation does not go from {conversation.owner.value} to {to.value}.")
    if (staff is not None) != (to is Owner.STAFF):
        raise NoSuchMove("Staff is named where a member of staff claims a conversation, and nowhere else.")
    if conversation.owner is Owner.BOT:
        session.execute(_PASS, {"id_": conversation_id})
    changes: dict[str, Any] = {"owner": to, "staff": staff, "epoch": epoch + 1, "owner_since": now, "lease": conversation.lease + 1}
    changes |= {"lease_until": None, "worker": None}
    session.execute(update(conversations).where(conversations.c.id == conversation_id).values(changes))
    return dataclasses.replace(conversation, **changes)


def set_language(session: Session, conversation_id: int, language: str, *, chosen: bool = True) -> None:
    """From now on the conversation is answered in `language`.

    chosen: the visitor chose it at the interface; False where it was gathered from what the visitor writes.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    changes = {"language": language, "language_chosen": chosen}
    if not session.execute(update(conversations).where(conversations.c.id == conversation_id).values(changes)).rowcount:
        raise _missing()


def _one(session: Session, statement: object, conversation_id: int) -> Conversation:
    row = session.execute(statement, {"id": conversation_id}).first()
    if row is None:
        raise _missing()
    return Conversation(*row)


def _missing() -> NoSuchConversation:
    return NoSuchConversation("There is no such conversation, or not any more.")
