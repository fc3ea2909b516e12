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

import datetime as dt

from records.database import Session
from records.models import Conversation, Owner


def get(session: Session, conversation_id: int) -> Conversation:
    """The conversation.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    raise NotImplementedError


def move(session: Session, conversation_id: int, to: Owner, epoch: int, now: dt.datetime, staff: str | None = None) -> Conversation:
    """The conversation with its new owner and epoch. What the bot had not answered when it loses the conversation is PASSED.

    To hand over with the reply that says so, call it after `turns.answer` in the same transaction.
    epoch: that of the conversation as the caller knows it. staff: who claims it, where `to` is STAFF.

    Raises:
        NotOwner: the epoch is another by now; somebody was quicker.
        NoSuchMove: the table above has no such line, or `staff` is missing or too much.
        NoSuchConversation: there is none, or not any more.
    """
    raise NotImplementedError


def set_language(session: Session, conversation_id: int, language: str) -> None:
    """From now on the conversation is answered in `language`.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    raise NotImplementedError
