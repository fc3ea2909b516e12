"""The outbox: what is to be delivered by calling a channel. A reply and its delivery are stored in one commit (turns.answer).

    from              to        when
    PENDING | FAILED  SENT      the channel took it
    PENDING | FAILED  FAILED    it didn't; another try comes
    PENDING | FAILED  KEPT      it will once the visitor writes again, not before
    KEPT              PENDING   the visitor wrote
    KEPT              SENT      it was given with the answer to what the visitor wrote (runs.take)
    KEPT              DEAD      it never will
    PENDING | FAILED  DEAD      it never will, or its attempts are used up
    DEAD              PENDING   an operator sends it again
    DEAD              SENT      a try that was given up too early got through after all

Within a conversation the next delivery waits until the one before is SENT or DEAD; one that is KEPT holds up the others too.
A worker that dies while it sends leaves its claim to run out; what it sent may then be sent twice, for nobody can know.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from sqlalchemy import bindparam, exists, func, or_, select, text, update

from records import leases
from records.database import Session
from records.errors import LeaseLost, NoSuchDelivery, NoSuchMove
from records.models import Delivery, DeliveryState, Message, conversations, deliveries, messages, visitors

MAX_ATTEMPTS = 12
"""Tries before a delivery is a dead letter: about half an hour of back-off."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
"""Seconds between tries: doubled from the first on, up to the longest."""
LONGEST_RETRY_AFTER = 86400.0
"""Seconds that a channel can ask us to wait. A try later than that from now was set before the clock was set back: it is due."""

MOVES = {
    DeliveryState.PENDING: {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.KEPT, DeliveryState.DEAD},
    DeliveryState.FAILED: {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.KEPT, DeliveryState.DEAD},
    DeliveryState.KEPT: {DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.DEAD},
    DeliveryState.DEAD: {DeliveryState.PENDING, DeliveryState.SENT},
    DeliveryState.SENT: set(),
}
_NOT_HELD = {"worker": None, "lease_until": None}
_POST = deliveries.insert()
_earlier = deliveries.alias("earlier")
_HEADS = (  # the first condition, written out, lets SQLite too use the index of what is not sent
    text("deliveries.state <> 'sent' AND deliveries.state <> 'dead' AND deliveries.state <> 'kept'"),
    or_(deliveries.c.next_try <= bindparam("now"), deliveries.c.next_try > bindparam("last_try")),
    leases.free(deliveries.c.lease_until),
    ~exists(
        select(_earlier.c.id).where(
            _earlier.c.conversation_id == deliveries.c.conversation_id,
            _earlier.c.id < deliveries.c.id,
            text("earlier.state <> 'sent' AND earlier.state <> 'dead'"),
        )
    ),
)
_DUE = select(deliveries).where(*_HEADS).order_by(deliveries.c.id).limit(bindparam("most"))
_DUE_OF = _DUE.join(conversations, conversations.c.id == deliveries.c.conversation_id).where(
    conversations.c.channel.in_(bindparam("channels", expanding=True))
)
_PARCEL = (
    select(deliveries, messages, conversations.c.channel, conversations.c.account, visitors.c.key)
    .join(messages, messages.c.id == deliveries.c.message_id)
    .join(conversations, conversations.c.id == messages.c.conversation_id)
    .join(visitors, visitors.c.id == conversations.c.visitor_id)
    .where(deliveries.c.id == bindparam("id"), *_HEADS)
)
_FIELDS = len(deliveries.c)
_RELEASE_ALL = (
    update(deliveries).where(text("state <> 'sent' AND state <> 'dead'"), deliveries.c.worker == bindparam("who")).values(**_NOT_HELD)
)
_CLAIM = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("id_"), deliveries.c.attempts == bindparam("before"), text("state <> 'sent' AND state <> 'dead'"))
    .values(attempts=deliveries.c.attempts + 1, worker=bindparam("who"), lease_until=bindparam("until"))
)


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery with all that is needed to send it. delivery.attempts tells this claim from later ones."""

    delivery: Delivery
    message: Message
    channel: str
    account: str
    visitor_key: str


def post(session: Session, replies: Sequence[Message], now: dt.datetime, not_before: dt.datetime | None = None) -> None:
    """Put stored replies into the outbox (`turns.answer`). not_before: see there."""
    fresh = {
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "allowed": MAX_ATTEMPTS,
        "next_try": not_before or now,
        "error": None,
        "at": now,
        **_NOT_HELD,
    }
    if replies:
        session.execute(_POST, [{"message_id": m.id, "conversation_id": m.conversation_id, **fresh} for m in replies])


def due(session: Session, now: dt.datetime, limit: int, channels: Sequence[str] | None = None) -> list[Delivery]:
    """Deliveries that can be claimed now, the oldest first: at most one a conversation. channels: of these only; None: of all."""
    where: dict[str, Any] = {**_moments(now), "most": limit}
    if channels is not None:
        where["channels"] = list(channels)
    return [Delivery(*row) for row in session.execute(_DUE if channels is None else _DUE_OF, where)]


def claim(session: Session, delivery_id: int, worker: str, now: dt.datetime, lease_seconds: float) -> Parcel | None:
    """The delivery, to be sent by `worker` within `lease_seconds`; of several workers one gets it.

    None where it is not due, is claimed, or is gone; also where its attempts are used up by workers that died: it is DEAD then.
    """
    row = session.execute(_PARCEL, {"id": delivery_id, **_moments(now)}).first()
    if row is None:
        return None
    delivery, until = Delivery(*row[:_FIELDS]), leases.end(now, lease_seconds)
    if delivery.attempts >= delivery.allowed:
        _step(session, delivery, DeliveryState.DEAD, now, error=delivery.error or "Whoever tried to send it did not live to tell.")
        return None
    if not session.execute(_CLAIM, {"id_": delivery_id, "before": delivery.attempts, "who": worker, "until": until}).rowcount:
        return None
    claimed = dataclasses.replace(delivery, attempts=delivery.attempts + 1, worker=worker, lease_until=until)
    return Parcel(claimed, Message(*row[_FIELDS:-3]), *row[-3:])


def sent(session: Session, delivery_id: int, now: dt.datetime) -> None:
    """The channel took it.

    Raises:
        NoSuchMove: another worker had sent it before.
        NoSuchDelivery: it was erased meanwhile.
    """
    _step(session, _lock(session, delivery_id), DeliveryState.SENT, now, error=None)


def failed(session: Session, parcel: Parcel, error: str, retry_at: dt.datetime, now: dt.datetime) -> DeliveryState:
    """The try failed: FAILED until `retry_at` (see `next_try`), or DEAD where that was the last one; which of the two it is.

    error: what operators are shown, without words of the visitor or the reply.

    Raises:
        LeaseLost: another worker has claimed it meanwhile, and will say.
        NoSuchMove: it is SENT or DEAD.
        NoSuchDelivery: it was erased meanwhile.
    """
    delivery = _held(session, parcel)
    to = DeliveryState.DEAD if delivery.attempts >= delivery.allowed else DeliveryState.FAILED
    _step(session, delivery, to, now, error=error, next_try=min(retry_at, _last_try(now)))
    return to


def dead(session: Session, parcel: Parcel, error: str, now: dt.datetime) -> None:
    """No further try makes sense: the channel refused it for good.

    Raises:
        LeaseLost, NoSuchMove, NoSuchDelivery: as in `failed`.
    """
    _step(session, _held(session, parcel), DeliveryState.DEAD, now, error=error)


def postpone(session: Session, parcel: Parcel, until: dt.datetime, now: dt.datetime) -> None:
    """Give a claim back untried, not to be claimed before `until`: the channel's own pace did not allow it.

    Raises:
        LeaseLost, NoSuchMove, NoSuchDelivery: as in `failed`.
    """
    delivery = _held(session, parcel)
    allowed, next_try = delivery.allowed + 1, min(until, _last_try(now))
    _step(session, delivery, DeliveryState.FAILED, now, allowed=allowed, next_try=next_try, error=delivery.error)


def release(session: Session, parcel: Parcel) -> None:
    """Give a claim back untried, at a shutdown, with the attempt to be had again; nothing where another worker has it by now."""
    mine = (deliveries.c.id == parcel.delivery.id, deliveries.c.attempts == parcel.delivery.attempts)
    again = update(deliveries).where(*mine, text("state <> 'sent' AND state <> 'dead'"))
    session.execute(again.values(allowed=deliveries.c.allowed + 1, **_NOT_HELD))


def release_all(session: Session, worker: str) -> None:
    """Give back all that a worker holds: at its start, what it held in an earlier life. Each of those was a try."""
    session.execute(_RELEASE_ALL, {"who": worker})


def list_(session: Session, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
    """The newest deliveries, all or those of one state, the newest first."""
    newest = select(deliveries).order_by(deliveries.c.id.desc()).limit(limit)
    if state is not None:
        newest = newest.where(deliveries.c.state == state)
    if state not in {None, DeliveryState.SENT}:
        newest = newest.where(text("state <> 'sent'"))
    return [Delivery(*row) for row in session.execute(newest)]


def counts(session: Session) -> dict[DeliveryState, int]:
    """How many there are of each state that is not SENT."""
    found = select(deliveries.c.state, func.count()).where(text("state <> 'sent'")).group_by(deliveries.c.state)
    return {
        **dict.fromkeys([DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.KEPT, DeliveryState.DEAD], 0),
        **dict(session.execute(found).all()),
    }


def resend(session: Session, delivery_id: int, now: dt.datetime) -> None:
    """Try a dead letter again, at once and with all its attempts.

    Raises:
        NoSuchMove: it is not DEAD.
        NoSuchDelivery: there is none, or not any more.
    """
    delivery = _lock(session, delivery_id)
    _step(session, delivery, DeliveryState.PENDING, now, allowed=delivery.attempts + MAX_ATTEMPTS, next_try=now)


def next_try(attempts: int, now: dt.datetime, random: Callable[[], float], retry_after: float | None = None) -> dt.datetime:
    """When to try again after `attempts` tries: the wait doubles, and up to half of it is left out by chance, so that tries spread.

    random: gives numbers from 0 to below 1. retry_after: seconds that the channel asked for; never earlier than that
    (but for LONGEST_RETRY_AFTER).
    """
    doubled = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 30), LONGEST_WAIT)
    wait = max(doubled * (1 + random()) / 2, retry_after or 0.0)
    return now + dt.timedelta(seconds=min(wait, LONGEST_RETRY_AFTER))


def _moments(now: dt.datetime) -> dict[str, dt.datetime]:
    return {**leases.moments(now), "last_try": _last_try(now)}


def _last_try(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(seconds=LONGEST_RETRY_AFTER)


def _lock(session: Session, delivery_id: int) -> Delivery:
    row = session.execute(select(deliveries).where(deliveries.c.id == delivery_id).with_for_update()).first()
    if row is None:
        raise NoSuchDelivery(f"There is no delivery {delivery_id}, or not any more.")
    return Delivery(*row)


def _held(session: Session, parcel: Parcel) -> Delivery:
    """The delivery as it is now, if the claim is the last one."""
    delivery = _lock(session, parcel.delivery.id)
    if delivery.attempts != parcel.delivery.attempts:
        raise LeaseLost(f"Another worker has claimed delivery {delivery.id}.")
    return delivery


def _step(session: Session, delivery: Delivery, to: DeliveryState, now: dt.datetime, **changes: Any) -> None:
    if to not in MOVES[delivery.state]:
        raise NoSuchMove(f"Delivery {delivery.id} is {delivery.state.value} and cannot become {to.value}.")
    session.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(state=to, at=now, **_NOT_HELD, **changes))
