"""Visitors and their conversations: found, or made on the first visit."""

from __future__ import annotations

import datetime as dt

from records.database import Session
from records.models import Conversation, Visitor


def open_conversation(
    session: Session, channel: str, account: str, visitor_key: str, now: dt.datetime, language: str | None = None
) -> Conversation:
    """The conversation of a visitor; visitor and conversation are made on the first visit. A closed one comes back as it is.

    language: of a conversation that is made now; one that is there keeps its own.
    """
    raise NotImplementedError


def find(session: Session, public_id: str) -> Conversation:
    """The conversation with this public id.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    raise NotImplementedError


def visitor(session: Session, visitor_id: int) -> Visitor:
    """The visitor with this id (`Conversation.visitor_id`).

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    raise NotImplementedError


def find_visitor(session: Session, channel: str, account: str, visitor_key: str) -> Visitor:
    """The visitor that the channel calls `visitor_key`.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    raise NotImplementedError
