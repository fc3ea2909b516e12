"""Turns: which worker answers which message, one at a time in a conversation; and the answer, stored whole or not at all.

    ACCEPTED ── answer ──► ANSWERED
        └─ the conversation leaves the bot ──► PASSED

A worker claims a turn for a time (a lease). If it dies, the turn can be claimed anew once that time is over; if it only was
slow, its late answer is refused (LeaseLost) where another worker has claimed the turn meanwhile.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from records.buttons import Choice
from records.database import Session
from records.models import Conversation, Message


@dataclass(frozen=True)
class Draft:
    """A message to be stored and sent."""

    text: str
    language: str
    metadata: Mapping[str, Any]
    buttons: Sequence[Choice] = ()


@dataclass(frozen=True)
class Understood:
    """What the question log keeps of a turn; see `records.models.Asked`. language: of the visitor's message."""

    language: str
    kind: str
    intent: str = ""
    topic: str = ""
    facts: Sequence[str] = ()
    confidence: float | None = None
    milliseconds: int | None = None
    error_id: str | None = None


@dataclass(frozen=True)
class Turn:
    """A claim: this message of this conversation is the holder's to answer. conversation: as it is with the claim."""

    message: Message
    conversation: Conversation


LONGEST_LEASE = 600.0
"""Seconds. A lease that ends later than this from now was made by a clock that has been set back; it counts for nothing."""


def claim_turn(session: Session, worker: str, now: dt.datetime, lease_seconds: float, conversation_id: int | None = None) -> Turn | None:
    """The oldest unanswered message of a conversation that the bot owns and no living worker holds; None where there is none.

    Of any conversation, or of `conversation_id`. Of several workers one gets it. The claim can be written with
    `begin(durable=False)`.
    """
    raise NotImplementedError


def release_turn(session: Session, turn: Turn) -> None:
    """Give a claim back unanswered, at a shutdown; nothing where another worker has it by now. `answer` gives back by itself."""
    raise NotImplementedError


def answer(
    session: Session, turn: Turn, replies: Sequence[Draft], asked: Understood | None, now: dt.datetime, *, deliver: bool = True
) -> list[Message]:
    """Store the replies, numbered in order, and mark the message answered, all in this transaction; the claim is given back.

    Each reply's buttons get tokens (`Message.buttons`); each reply gets a pending delivery, unless not `deliver`: the channel's
    clients fetch it themselves (the web). asked: the line of the question log; None for none.

    Raises:
        AlreadyAnswered: the message has its answer.
        NotOwner: the bot doesn't own the conversation, or staff had it since the claim.
        LeaseLost: another worker has claimed the turn.
        NoSuchConversation: it was erased meanwhile.
        Unstorable: as in `inbox.accept`.
    """
    raise NotImplementedError


def unanswered(session: Session) -> list[int]:
    """The ids of the conversations with a message that waits for the bot, the longest-waiting first; for recovery."""
    raise NotImplementedError
