"""What staff and the system say to a visitor: numbered like all messages, and delivered like replies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from sqlalchemy import bindparam, update

from records import outbox, transcript, words
from records.buttons import Choice, issue
from records.database import Session
from records.models import Author, Conversation, Direction, Message, conversations

FETCHED = frozenset({"terminal", "web"})
"""The channels whose clients fetch their messages themselves, so that nothing is put into the outbox (`Channel.fetches`)."""
_COUNT = (
    update(conversations).where(conversations.c.id == bindparam("id_")).values(last_number=bindparam("number"), last_at=bindparam("at"))
)


@dataclass(frozen=True)
class Line:
    """A sentence for a visitor, in one language."""

    text: str
    language: str
    buttons: Sequence[Choice] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


def say(
    session: Session,
    conversation: Conversation,
    author: Author,
    line: Line,
    now: dt.datetime,
    reply_to: int | None = None,
    not_before: dt.datetime | None = None,
) -> Message:
    """Store a message to the visitor, with its delivery. conversation: locked in this transaction (`conversations.lock`, `move`).

    reply_to: the number of the message that it answers. not_before: no delivery is due earlier (`turns.answer`).

    Say one thing a lock: the next one needs the conversation as it is then.

    Raises:
        Unstorable: as in `inbox.accept`.
    """
    words.check(line.text)
    tokens = issue(session, conversation.id, line.buttons, now)
    message = Message(
        id=0,
        conversation_id=conversation.id,
        number=conversation.last_number + 1,
        direction=Direction.OUT,
        author=author,
        text=line.text,
        language=line.language,
        metadata=dict(line.metadata),
        buttons=[{"title": button.title, "token": token} for button, token in zip(line.buttons, tokens)],
        payload=None,
        at=now,
        state=None,
        reply_to=reply_to,
        channel_message_id=None,
    )
    stored = transcript.add(session, message)
    session.execute(_COUNT, {"id_": conversation.id, "number": stored.number, "at": now})
    if conversation.channel not in FETCHED:
        outbox.post(session, [stored], now, not_before)
    return stored
