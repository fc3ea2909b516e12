"""Turns: which worker answers which message, one at a time in a conversation; and the answer, stored whole or not at all.

    from       to         when
    ACCEPTED   ANSWERED   its replies are stored
    ACCEPTED   PASSED     the bot loses the conversation (conversations.move)

A worker claims a turn for a time (a lease). If it dies, the turn can be claimed anew once that time is over; if it only was
slow, its late answer is refused (LeaseLost) where another worker has claimed the turn meanwhile.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from sqlalchemy import bindparam, func, select, text, update

from records import conversations, leases, outbox, questions, transcript, words
from records.buttons import Choice, issue
from records.database import Session
from records.errors import AlreadyAnswered, Conflict, LeaseLost, NotOwner
from records.models import Author, Conversation, Direction, Message, MessageState, Owner, messages
from records.models import conversations as table
from records.models.message import WAITING
from records.questions import Understood

__all__ = ["Draft", "Turn", "Understood", "answer", "check", "claim_turn", "release_all", "release_turn", "renew", "unanswered"]

_BOTS = text("conversations.owner = 'bot'")
_OLDEST = (
    select(messages, table)
    .join(table, table.c.id == messages.c.conversation_id)
    .where(WAITING, _BOTS, leases.free(table.c.lease_until))
    .order_by(messages.c.id)
    .limit(1)
)
_OLDEST_IN = _OLDEST.where(messages.c.conversation_id == bindparam("conversation_id"))
_FIELDS = len(messages.c)
_CLAIM = (
    update(table)
    .where(table.c.id == bindparam("id_"), table.c.lease == bindparam("seen"), table.c.epoch == bindparam("epoch_"))
    .values(lease=table.c.lease + 1, lease_until=bindparam("until"), worker=bindparam("who"))
)
_RELEASE = (
    update(table)
    .where(table.c.id == bindparam("id_"), table.c.lease == bindparam("held"))
    .values(lease=table.c.lease + 1, lease_until=None, worker=None)
)
_RENEW = (
    update(table)
    .where(table.c.id.in_(bindparam("ids", expanding=True)), table.c.worker == bindparam("who"), table.c.lease_until > bindparam("now"))
    .values(lease_until=bindparam("until"))
)
_RELEASE_ALL = update(table).where(table.c.worker == bindparam("who")).values(lease=table.c.lease + 1, lease_until=None, worker=None)
_FINISH = _RELEASE.values(last_number=bindparam("number"), last_at=bindparam("now"))
_ANSWERED = update(messages).where(messages.c.id == bindparam("id_")).values(state=MessageState.ANSWERED, language=bindparam("spoken"))
_SETTLED = update(messages).where(messages.c.id == bindparam("id_"), WAITING).values(state=MessageState.ANSWERED)
_STATE = select(messages.c.state).where(messages.c.id == bindparam("id"))


@dataclass(frozen=True)
class Draft:
    """A reply to be stored and sent. buttons: as they are to be shown."""

    text: str
    language: str
    metadata: Mapping[str, Any]
    buttons: Sequence[Choice] = ()


@dataclass(frozen=True)
class Turn:
    """A claim: this message of this conversation is the holder's to answer. conversation: as it is with the claim."""

    message: Message
    conversation: Conversation


def claim_turn(session: Session, worker: str, now: dt.datetime, lease_seconds: float, conversation_id: int | None = None) -> Turn | None:
    """The oldest unanswered message of a conversation that the bot owns and no living worker holds; None where there is none.

    Of any conversation, or of `conversation_id`. Of several workers one gets it. lease_seconds: up to leases.LONGEST_LEASE.
    The claim can be written with `begin(durable=False)`.
    """
    until, where = leases.end(now, lease_seconds), {**leases.moments(now), "conversation_id": conversation_id}
    statement = _OLDEST if conversation_id is None else _OLDEST_IN
    while (row := session.execute(statement, where).first()) is not None:
        message, conversation = Message(*row[:_FIELDS]), Conversation(*row[_FIELDS:])
        seen = {"id_": conversation.id, "seen": conversation.lease, "epoch_": conversation.epoch}
        if session.execute(_CLAIM, {**seen, "until": until, "who": worker}).rowcount:
            return Turn(message, dataclasses.replace(conversation, lease=conversation.lease + 1, lease_until=until, worker=worker))
    return None


def release_turn(session: Session, turn: Turn) -> None:
    """Give a claim back unanswered, at a shutdown; nothing where another worker has it by now. `answer` gives back by itself."""
    session.execute(_RELEASE, {"id_": turn.conversation.id, "held": turn.conversation.lease})


def renew(session: Session, worker: str, conversation_ids: Sequence[int], now: dt.datetime, lease_seconds: float) -> None:
    """Lengthen a worker's claims of these conversations that have not run out, for turns that take longer.

    It can be written with `begin(durable=False)`.
    """
    times = {"now": now, "until": leases.end(now, lease_seconds)}
    session.execute(_RENEW, {"ids": list(conversation_ids), "who": worker, **times})


def release_all(session: Session, worker: str) -> None:
    """Give back all that a worker holds: at its start, what it held in an earlier life. An answer of that life is refused."""
    session.execute(_RELEASE_ALL, {"who": worker})


def answer(
    session: Session,
    turn: Turn,
    replies: Sequence[Draft],
    asked: Understood | None,
    now: dt.datetime,
    *,
    deliver: bool = True,
    not_before: dt.datetime | None = None,
) -> list[Message]:
    """Store the replies, numbered in order, and mark the message answered, all in this transaction; the claim is given back.

    Each reply's buttons get tokens (`Message.buttons`); each reply gets a pending delivery, unless not `deliver`: the channel's
    clients fetch it themselves (the web). asked: the line of the question log; None for none. not_before: no delivery is due
    earlier; somebody may take them before (`runs.take`).

    Raises:
        AlreadyAnswered: the message has its answer.
        NotOwner: the bot doesn't own the conversation, or staff had it since the claim.
        LeaseLost: another worker has claimed the turn.
        NoSuchConversation: it was erased meanwhile.
        Unstorable: as in `inbox.accept`.
    """
    words.check(*(reply.text for reply in replies))
    conversation = conversations.lock(session, turn.conversation.id)
    check(session, turn, conversation)
    spoken = asked.language if asked else turn.message.language
    session.execute(_ANSWERED, {"id_": turn.message.id, "spoken": spoken})
    stored = [_store(session, turn.message, reply, conversation.last_number + place, now) for place, reply in enumerate(replies, start=1)]
    if deliver:
        outbox.post(session, stored, now, not_before)
    if asked:
        questions.note(session, turn.message, conversation.channel, asked, now)
    number = conversation.last_number + len(stored)
    session.execute(_FINISH, {"id_": conversation.id, "held": conversation.lease, "number": number, "now": now})
    return stored


def settle(session: Session, message: Message) -> None:
    """The message needs no answer of the bot: what was said to it is said (`utterances`). Nothing where it has one, or went to staff.

    In the transaction of `inbox.accept`, before the turn is claimed.
    """
    session.execute(_SETTLED, {"id_": message.id})


def unanswered(session: Session) -> list[int]:
    """The ids of the conversations with a message that waits for the bot, the longest-waiting first; for recovery."""
    oldest = func.min(messages.c.id)
    joined = select(messages.c.conversation_id).join(table, table.c.id == messages.c.conversation_id)
    return list(session.execute(joined.where(WAITING, _BOTS).group_by(messages.c.conversation_id).order_by(oldest)).scalars())


def check(session: Session, turn: Turn, conversation: Conversation) -> None:
    """Nothing, if the claim still holds. conversation: as it is now, locked.

    Raises:
        AlreadyAnswered, NotOwner, LeaseLost: as in `answer`.
    """
    if conversation.epoch == turn.conversation.epoch and conversation.lease == turn.conversation.lease:
        return
    raise _why(session.execute(_STATE, {"id": turn.message.id}).scalar(), conversation.owner)


def _why(state: MessageState | None, owner: Owner) -> Conflict:
    if state is MessageState.ANSWERED:
        return AlreadyAnswered("The message has its answer.")
    if state is MessageState.PASSED:
        return NotOwner(f"The conversation has left the bot since the turn was claimed; it is with: {owner.value}.")
    return LeaseLost("Another worker has claimed the turn, or it was given back.")


def _store(session: Session, question: Message, reply: Draft, number: int, now: dt.datetime) -> Message:
    tokens = issue(session, question.conversation_id, reply.buttons, now)
    message = Message(
        id=0,
        conversation_id=question.conversation_id,
        number=number,
        direction=Direction.OUT,
        author=Author.BOT,
        text=reply.text,
        language=reply.language,
        metadata=reply.metadata,
        buttons=[{"title": button.title, "token": token} for button, token in zip(reply.buttons, tokens)],
        payload=None,
        at=now,
        state=None,
        reply_to=question.number,
        channel_message_id=None,
    )
    return transcript.add(session, message)
