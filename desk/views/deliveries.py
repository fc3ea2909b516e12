"""Deliveries: what could not be sent, and another try for it."""

from __future__ import annotations

from starlette.responses import Response

from desk.access import LEAD, OVERSEE, Page
from desk.call import Call
from records import audit, outbox
from records.database import Session
from records.errors import NoSuchDelivery, NoSuchMove
from records.models import DeliveryState

_STATES = [DeliveryState.DEAD, DeliveryState.FAILED, DeliveryState.PENDING]
_MOST = 10_000


async def look(call: Call) -> Response:
    """The page: of one state, dead letters where none is named."""
    asked = call.query.text("state", 10)
    state = next((one for one in _STATES if one.value == asked), DeliveryState.DEAD)
    found, counts = await call.read(lambda session: (outbox.list_(session, state, 200), outbox.counts(session)))
    return call.page("deliveries.html", state=state, found=found, counts=counts, states=_STATES)


async def resend(call: Call) -> Response:
    """Try dead letters again: those that were chosen, or all."""
    form = await call.form()
    chosen = [int(one) for one in form.all("id") if one.isascii() and one.isdigit()]

    def job(session: Session) -> None:
        ids = [delivery.id for delivery in outbox.list_(session, DeliveryState.DEAD, _MOST)] if form.text("all") else chosen
        for delivery_id in ids:
            _again(session, call, delivery_id)
        audit.note(session, call.who.login, "sent again", call.now, number=len(ids))

    await call.write(job)
    return call.go("/deliveries")


def _again(session: Session, call: Call, delivery_id: int) -> None:
    try:
        outbox.resend(session, delivery_id, call.now)
    except (NoSuchDelivery, NoSuchMove):  # purged, or a colleague was quicker: it is on its way
        return


PAGES = (
    Page("GET", "/deliveries", look, OVERSEE),
    Page("POST", "/deliveries", resend, LEAD),
)
