"""Proposals: staff ask what the assistant would answer, a public server says it, and nothing of it reaches the visitor by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, text, update

from records import audit, conversations, transcript
from records.database import Session
from records.errors import NoSuchMessage
from records.models import Direction, Message, Proposal, messages, proposals

_WAITING = text("proposals.answered_at IS NULL")
_TOO_OLD = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Wanted:
    """A proposal that is asked for. tag: what the visitor reads."""

    proposal: Proposal
    message: Message
    tag: str


def ask(session: Session, conversation_id: int, staff: str, now: dt.datetime) -> None:
    """Ask what the assistant would answer to the visitor's last message.

    Raises:
        NoSuchMessage: the visitor has written nothing that is still kept.
        NoSuchConversation: there is none, or not any more.
    """
    conversations.lock(session, conversation_id)
    said = select(messages.c.number).where(messages.c.conversation_id == conversation_id, messages.c.direction == Direction.IN)
    number = session.execute(said.order_by(messages.c.number.desc()).limit(1)).scalar()
    if number is None:
        raise NoSuchMessage("The visitor has written nothing.")
    values = {"conversation_id": conversation_id, "number": number, "staff": staff, "at": now, "text": None, "answered_at": None}
    session.execute(proposals.insert(), values)
    audit.note(session, staff, "asked the assistant", now, conversation_id, message=number)


def waiting(session: Session, now: dt.datetime, limit: int = 10) -> list[Wanted]:
    """What is asked for and not answered, the longest first; not what nobody waits for any more."""
    found = select(proposals, messages).join(
        messages, (messages.c.conversation_id == proposals.c.conversation_id) & (messages.c.number == proposals.c.number)
    )
    rows = session.execute(found.where(_WAITING, proposals.c.at > now - _TOO_OLD).order_by(proposals.c.id).limit(limit)).all()
    fields = len(proposals.c)
    talks = {row.conversation_id: conversations.get(session, row.conversation_id) for row in rows}
    tags = {id_: transcript.language(session, talk) for id_, talk in talks.items()}
    return [Wanted(Proposal(*row[:fields]), Message(*row[fields:]), tags[row.conversation_id]) for row in rows]


def answer(session: Session, proposal_id: int, said: str, now: dt.datetime) -> None:
    """What the assistant would say; nothing where another worker was quicker, or the conversation was erased."""
    mine = (proposals.c.id == proposal_id, _WAITING)
    session.execute(update(proposals).where(*mine).values(text=said, answered_at=now))


def newest(session: Session, conversation_id: int) -> Proposal | None:
    """The last one that was asked for in a conversation."""
    found = select(proposals).where(proposals.c.conversation_id == conversation_id).order_by(proposals.c.id.desc()).limit(1)
    row = session.execute(found).first()
    return Proposal(*row) if row else None
