"""Visitors and their conversations: found, or made on the first visit."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import bindparam, select

from records import words
from records.database import Session
from records.errors import NoSuchConversation, NoSuchVisitor
from records.models import Conversation, Owner, Visitor, conversations, visitors
from records.upsert import insert

_IS = (visitors.c.channel == bindparam("channel"), visitors.c.account == bindparam("account"), visitors.c.key == bindparam("key"))
_CONVERSATION = (
    select(conversations)
    .join(visitors, visitors.c.id == conversations.c.visitor_id)
    .where(*_IS)
    .order_by(conversations.c.id.desc())
    .limit(1)
)
_PUBLIC = select(conversations).where(conversations.c.public_id == bindparam("public_id"))
_LOCKED_PUBLIC = _PUBLIC.with_for_update(key_share=True)
_VISITOR = select(visitors).where(*_IS)
_LOCKED_VISITOR = _VISITOR.with_for_update(key_share=True)


def open_conversation(
    session: Session, channel: str, account: str, visitor_key: str, now: dt.datetime, language: str | None = None
) -> Conversation:
    """The conversation of a visitor; visitor and conversation are made on the first visit. A closed one comes back as it is.

    language: of a conversation that is made now; one that is there keeps its own.

    Raises:
        Unstorable: as in `inbox.accept`, of the key.
    """
    words.check(visitor_key)
    who = {"channel": channel, "account": account, "key": visitor_key}
    row = session.execute(_CONVERSATION, who).first()
    if row is None:
        visitor_id = _locked(session, who, now)
        row = session.execute(_CONVERSATION, who).first()  # another may have been quicker
    return Conversation(*row) if row is not None else _new(session, visitor_id, channel, account, language, now)


def known(session: Session, channel: str, account: str, visitor_key: str) -> Conversation | None:
    """The conversation of a visitor as `open_conversation` would find it; None where there is none, and none is made."""
    row = session.execute(_CONVERSATION, {"channel": channel, "account": account, "key": visitor_key}).first()
    return None if row is None else Conversation(*row)


def find(session: Session, public_id: str, *, lock: bool = False) -> Conversation:
    """The conversation with this public id. lock: as `conversations.lock` does.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    row = session.execute(_LOCKED_PUBLIC if lock else _PUBLIC, {"public_id": public_id}).first()
    if row is None:
        raise NoSuchConversation("There is no such conversation, or not any more.")
    return Conversation(*row)


def visitor(session: Session, visitor_id: int) -> Visitor:
    """The visitor with this id (`Conversation.visitor_id`).

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    return _visitor(session.execute(select(visitors).where(visitors.c.id == visitor_id)).first())


def find_visitor(session: Session, channel: str, account: str, visitor_key: str) -> Visitor:
    """The visitor that the channel calls `visitor_key`.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    return _visitor(session.execute(_VISITOR, {"channel": channel, "account": account, "key": visitor_key}).first())


def _locked(session: Session, who: dict[str, str], now: dt.datetime) -> int:
    """The id of a visitor, made if need be, whom nobody erases before this transaction ends."""
    adding = insert(session, visitors).values(**who, since=now).on_conflict_do_nothing()
    while True:
        session.execute(adding)
        row = session.execute(_LOCKED_VISITOR, who).first()
        if row is not None:  # else it was there, and was erased in this moment
            return int(row.id)


def _visitor(row: tuple[object, ...] | None) -> Visitor:
    if row is None:
        raise NoSuchVisitor("There is no such visitor, or not any more.")
    return Visitor(*row)  # type: ignore[arg-type]


def _new(session: Session, visitor_id: int, channel: str, account: str, language: str | None, now: dt.datetime) -> Conversation:
    values = {
        "public_id": secrets.token_urlsafe(18),
        "visitor_id": visitor_id,
        "channel": channel,
        "account": account,
        "language": language,
        "language_chosen": False,
        "owner": Owner.BOT,
        "staff": None,
        "epoch": 0,
        "owner_since": now,
        "last_number": 0,
        "since": now,
        "last_at": now,
        "lease": 0,
        "lease_until": None,
        "worker": None,
    }
    made = session.execute(conversations.insert(), values).inserted_primary_key[0]
    return Conversation(id=made, **values)  # type: ignore[arg-type]
