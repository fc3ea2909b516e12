"""The outbox: what is to be delivered by calling a channel. A reply and its delivery are stored in one commit (turns.answer).

    from              to        when
    PENDING | FAILED  SENT      the channel took it
    PENDING | FAILED  FAILED    it didn't; another try comes
    PENDING | FAILED  DEAD      it never will, or MAX_ATTEMPTS are used up
    DEAD              PENDING   an operator sends it again
    DEAD              SENT      a try that was given up too early got through after all

Within a conversation the next delivery waits until the one before is SENT or DEAD. A worker that dies while it sends leaves
its claim to run out; what it sent may then be sent twice, for nobody can know.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Callable, Sequence

from records.database import Session
from records.models import Delivery, DeliveryState, Message

MAX_ATTEMPTS = 12
"""Tries before a delivery is a dead letter: about half an hour of back-off."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
"""Seconds between tries: doubled from the first on, up to the longest."""
LONGEST_RETRY_AFTER = 86400.0
"""Seconds that a channel can ask us to wait."""


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery with all that is needed to send it. delivery.attempts tells this claim from later ones."""

    delivery: Delivery
    message: Message
    channel: str
    account: str
    visitor_key: str


def due(session: Session, now: dt.datetime, limit: int, channels: Sequence[str] | None = None) -> list[Delivery]:
    """Deliveries that can be claimed now, the oldest first: at most one a conversation. channels: of these only; None: of all."""
    raise NotImplementedError


def claim(session: Session, delivery_id: int, worker: str, now: dt.datetime, lease_seconds: float) -> Parcel | None:
    """The delivery, to be sent by `worker` within `lease_seconds`; of several workers one gets it.

    None where it is not due, is claimed, or is gone; also where its attempts are used up by workers that died: it is DEAD then.
    """
    raise NotImplementedError


def sent(session: Session, delivery_id: int, now: dt.datetime) -> None:
    """The channel took it.

    Raises:
        NoSuchMove: another worker had sent it before.
        NoSuchDelivery: it was erased meanwhile.
    """
    raise NotImplementedError


def failed(session: Session, parcel: Parcel, error: str, retry_at: dt.datetime, now: dt.datetime) -> DeliveryState:
    """The try failed: FAILED until `retry_at` (see `next_try`), or DEAD where that was the last one; which of the two it is.

    error: what operators are shown, without words of the visitor or the reply.

    Raises:
        LeaseLost: another worker has claimed it meanwhile, and will say.
        NoSuchMove: it is SENT or DEAD.
        NoSuchDelivery: it was erased meanwhile.
    """
    raise NotImplementedError


def dead(session: Session, parcel: Parcel, error: str, now: dt.datetime) -> None:
    """No further try makes sense: the channel refused it for good.

    Raises:
        LeaseLost, NoSuchMove, NoSuchDelivery: as in `failed`.
    """
    raise NotImplementedError


def release(session: Session, parcel: Parcel) -> None:
    """Give a claim back untried, at a shutdown, the attempt uncounted; nothing where another worker has it by now."""
    raise NotImplementedError


def list_(session: Session, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
    """The newest deliveries, all or those of one state, the newest first."""
    raise NotImplementedError


def counts(session: Session) -> dict[DeliveryState, int]:
    """How many there are of each state that is not SENT."""
    raise NotImplementedError


def resend(session: Session, delivery_id: int, now: dt.datetime) -> None:
    """Try a dead letter again, at once and with all its attempts.

    Raises:
        NoSuchMove: it is not DEAD.
        NoSuchDelivery: there is none, or not any more.
    """
    raise NotImplementedError


def next_try(attempts: int, now: dt.datetime, random: Callable[[], float], retry_after: float | None = None) -> dt.datetime:
    """When to try again after `attempts` tries: the wait doubles, and a random half of it is left out, so that tries spread.

    random: gives numbers from 0 to below 1. retry_after: seconds that the channel asked for; never earlier than that
    (but for LONGEST_RETRY_AFTER).
    """
    raise NotImplementedError
