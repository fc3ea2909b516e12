"""Runs: deliveries of one conversation that are sent together, or given together with the answer to a request.

A run begins with the oldest delivery that is not settled and has no gap, so the order is kept. Whoever claims one holds all of
it; each of its deliveries is settled by itself, with the functions of `outbox` or `went`.

    follow  a worker, to send what is due by calling the channel
    take    the answer to a visitor's request, whatever is due, KEPT included; that is how a reply that is ready in time, or
            one that can't be sent otherwise, goes out. Nobody else sends it: it is claimed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Sequence

from sqlalchemy import bindparam, delete, select, text, update

from records import leases, outbox
from records.database import Session
from records.errors import NoSuchDelivery
from records.models import Delivery, DeliveryState, Handed, Message, conversations, deliveries, handed, messages, portions, visitors
from records.outbox import Parcel
from records.upsert import insert

_UNSETTLED = text("deliveries.state <> 'sent' AND deliveries.state <> 'dead'")
_OF = (
    select(deliveries, messages, conversations.c.channel, conversations.c.account, visitors.c.key)
    .join(messages, messages.c.id == deliveries.c.message_id)
    .join(conversations, conversations.c.id == messages.c.conversation_id)
    .join(visitors, visitors.c.id == conversations.c.visitor_id)
    .where(deliveries.c.conversation_id == bindparam("conversation_id"), text("deliveries.state <> 'sent'"), _UNSETTLED)
    .order_by(deliveries.c.id)
)
_FIELDS = len(deliveries.c)
_HOLD = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("id_"), deliveries.c.attempts == bindparam("before"), _UNSETTLED)
    .values(attempts=deliveries.c.attempts + 1, worker=bindparam("who"), lease_until=bindparam("until"))
)
_WHOLE = delete(portions).where(portions.c.message_id == bindparam("id_"))
_PORTIONS = select(portions).where(portions.c.message_id.in_(bindparam("ids", expanding=True)))
_REVIVE = (
    update(deliveries)
    .where(deliveries.c.conversation_id == bindparam("conversation_id_"), text("state <> 'sent'"), text("state = 'kept'"))
    .values(state=DeliveryState.PENDING, next_try=bindparam("due"), at=bindparam("now"))
)
_MOST = 20
_UNTRIED = {"worker": None, "lease_until": None}
_IN = deliveries.c.conversation_id == bindparam("conversation_id_")
_HANDED = select(handed).where(handed.c.conversation_id == bindparam("conversation_id"))


@dataclass(frozen=True)
class Run:
    """parcels: claimed, in their order. said: by a message's id, how many characters of it the channel has taken already.
    busy: somebody else has a claim on what would come next.
    """

    parcels: Sequence[Parcel]
    said: dict[int, int]
    busy: bool = False


def follow(session: Session, first: Parcel, worker: str, now: dt.datetime, lease_seconds: float) -> Run:
    """A delivery that the worker has just claimed (`outbox.claim`), and those that follow it in its conversation and are due too."""
    parcels = [first]
    for parcel in _unsettled(session, first.message.conversation_id)[1:_MOST]:
        if parcel.delivery.state is DeliveryState.KEPT or parcel.delivery.next_try > now or not _free(parcel.delivery, now):
            break
        held = _held(session, parcel, worker, now, lease_seconds)
        if held is None:
            break
        parcels.append(held)
    return _run(session, parcels)


def take(session: Session, conversation_id: int, holder: str, now: dt.datetime, lease_seconds: float) -> Run:
    """All that is on its way to a visitor, to be given with an answer; nothing where somebody sends the first of it right now.

    holder: who takes it. The same holder may take it again before its claim is over: its earlier try has come to nothing.
    """
    parcels: list[Parcel] = []
    unsettled = _unsettled(session, conversation_id)[:_MOST]
    for parcel in unsettled:
        held = _held(session, parcel, holder, now, lease_seconds) if _free(parcel.delivery, now, holder) else None
        if held is None:
            break
        parcels.append(held)
    return dataclasses.replace(_run(session, parcels), busy=len(parcels) < len(unsettled))


def went(session: Session, parcel: Parcel, said: int, now: dt.datetime, *, whole: bool) -> None:
    """The channel took so many characters of a message in all. whole: it is SENT now.

    Raises:
        NoSuchMove, NoSuchDelivery: as in `outbox.sent`.
    """
    if whole:
        outbox.sent(session, parcel.delivery.id, now)
        session.execute(_WHOLE, {"id_": parcel.message.id})
        return
    if session.execute(select(deliveries.c.id).where(deliveries.c.id == parcel.delivery.id)).first() is None:
        raise NoSuchDelivery(f"There is no delivery {parcel.delivery.id}, or not any more.")
    adding = insert(session, portions).values(message_id=parcel.message.id, said=said)
    session.execute(adding.on_conflict_do_update(index_elements=["message_id"], set_={"said": said}))


def keep(session: Session, parcels: Sequence[Parcel], error: str, now: dt.datetime) -> None:
    """The channel takes them when the visitor writes again, and not before; the attempts do not count."""
    _settle(session, parcels, DeliveryState.KEPT, now, error=error)


def is_kept(session: Session, conversation_id: int) -> bool:
    """Whether something waits until the visitor of a conversation writes again."""
    found = select(deliveries.c.id).where(_IN, text("deliveries.state <> 'sent'"), text("deliveries.state = 'kept'")).limit(1)
    return session.execute(found, {"conversation_id_": conversation_id}).first() is not None


def revive(session: Session, conversation_id: int, next_try: dt.datetime, now: dt.datetime) -> int:
    """The visitor wrote: what was kept is due at `next_try`; how many there are."""
    return int(session.execute(_REVIVE, {"conversation_id_": conversation_id, "due": next_try, "now": now}).rowcount)


def give_up(session: Session, conversation_id: int, error: str, now: dt.datetime) -> int:
    """The visitor has left: nothing that is on its way will be taken; how many there were."""
    gone = update(deliveries).where(_IN, text("deliveries.state <> 'sent'"), _UNSETTLED)
    values = {"state": DeliveryState.DEAD, "error": error, "at": now, **_UNTRIED}
    return int(session.execute(gone.values(**values), {"conversation_id_": conversation_id}).rowcount)


def hurry(session: Session, parcels: Sequence[Parcel], now: dt.datetime) -> None:
    """Give a run back untried, due now; what was settled or claimed by somebody else meanwhile is left."""
    _settle(session, parcels, DeliveryState.PENDING, now, next_try=now)


def hand(session: Session, conversation_id: int, message_id: int, text_: str, now: dt.datetime) -> None:
    """A message's request was answered with this text; should it come once more, it is answered so again."""
    values = {"message_id": message_id, "text": text_, "at": now}
    adding = insert(session, handed).values(conversation_id=conversation_id, **values)
    session.execute(adding.on_conflict_do_update(index_elements=["conversation_id"], set_=values))


def handed_to(session: Session, conversation_id: int, message_id: int) -> Handed | None:
    """What a message's request was answered with; None where it was not, or a later one has been since."""
    row = session.execute(_HANDED, {"conversation_id": conversation_id}).first()
    found = None if row is None else Handed(*row)
    return found if found and found.message_id == message_id else None


def _unsettled(session: Session, conversation_id: int) -> list[Parcel]:
    rows = session.execute(_OF, {"conversation_id": conversation_id})
    return [Parcel(Delivery(*row[:_FIELDS]), Message(*row[_FIELDS:-3]), *row[-3:]) for row in rows]


def _free(delivery: Delivery, now: dt.datetime, holder: str | None = None) -> bool:
    """Whether nobody but the holder has a living claim (`leases.free`)."""
    until = delivery.lease_until
    return until is None or delivery.worker == holder or until <= now or until > leases.end(now, leases.LONGEST_LEASE)


def _held(session: Session, parcel: Parcel, holder: str, now: dt.datetime, seconds: float) -> Parcel | None:
    one, until = parcel.delivery, leases.end(now, seconds)
    if not session.execute(_HOLD, {"id_": one.id, "before": one.attempts, "who": holder, "until": until}).rowcount:
        return None
    claimed = dataclasses.replace(one, attempts=one.attempts + 1, worker=holder, lease_until=until)
    return dataclasses.replace(parcel, delivery=claimed)


def _run(session: Session, parcels: list[Parcel]) -> Run:
    ids = [parcel.message.id for parcel in parcels]
    rows = session.execute(_PORTIONS, {"ids": ids}).all() if ids else []
    return Run(parcels, {row.message_id: row.said for row in rows})


def _settle(session: Session, parcels: Sequence[Parcel], state: DeliveryState, now: dt.datetime, **changes: object) -> None:
    for parcel in parcels:
        mine = (deliveries.c.id == parcel.delivery.id, deliveries.c.attempts == parcel.delivery.attempts, _UNSETTLED)
        again = update(deliveries).where(*mine)
        session.execute(again.values(state=state, at=now, allowed=deliveries.c.allowed + 1, **_UNTRIED, **changes))
