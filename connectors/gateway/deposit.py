"""A matter left for staff: a case of the hand-over, filed once, completed when contact details are left."""

from __future__ import annotations

import datetime as dt

from connectors.gateway.attendance import edition, is_over
from knowledge.handover.contact import Contact
from records import cases, transcript
from records.database import Session
from records.models import Direction, Handoff, Handover

_LONGEST_WORDS = 2000
_LAST_MESSAGES = 5


def deposit(session: Session, found: Handover, contact: Contact | None, tag: str, day: dt.date, now: dt.datetime) -> str:
    """The number of the hand-over's case, filed if it is not yet. contact: completes it. tag: of the visitor's language.

    day: in the conference's time zone.
    """
    name, phone, email = (contact.name, contact.phone, contact.email) if contact else ("", "", "")
    details = Handoff(found.reason, _words(session, found), found.topic, name, phone, email)
    filed = cases.submit(
        session,
        found.conversation_id,
        details,
        message_id=f"handover-{found.id}",
        edition=edition(),
        language="en" if tag == "en" else "zh",
        late=False,
        after_end=is_over(day),
        now=now,
    )
    if contact and filed.details != details:
        filed = cases.amend(session, filed.id, details, "visitor", now, version=None)
    return filed.number or ""


def _words(session: Session, found: Handover) -> str:
    """What the visitor said last before the request, and since."""
    said = [m.text for m in transcript.transcript(session, found.conversation_id) if m.direction is Direction.IN]
    return "\n".join(said[-_LAST_MESSAGES:])[-_LONGEST_WORDS:]
