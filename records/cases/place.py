"""Where a case belongs: the conversation, named by its id or by its public one."""

from __future__ import annotations

from typing import Union

from records import conversations, visits
from records.database import Session
from records.models import Conversation

Place = Union[int, str]
"""The id of a conversation, or its public id (a text)."""


def find(session: Session, place: Place) -> Conversation:
    """The conversation.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    return visits.find(session, place) if isinstance(place, str) else conversations.get(session, place)


def lock(session: Session, place: Place) -> Conversation:
    """The conversation, in which nobody else files before this transaction ends.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    return conversations.lock(session, find(session, place).id)
