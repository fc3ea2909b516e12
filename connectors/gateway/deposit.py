"""A matter left for staff: the case that the assistant filed with the wish, or one of the hand-over's own; completed by contact details."""

from __future__ import annotations

import dataclasses
import datetime as dt

from connectors.gateway.attendance import edition, is_over
from knowledge.handover.contact import Contact
from records import cases, transcript
from records.cases import Case, CaseKind, CaseState, Handoff
from records.database import Session
from records.models import Direction, Handover

_LONGEST_WORDS = 2000
_LAST_MESSAGES = 5
_WAITING = (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION)
_SAME = dt.timedelta(days=1)


def deposit(session: Session, found: Handover, contact: Contact | None, tag: str, day: dt.date, now: dt.datetime) -> str:
    """The number of the hand-over's case, filed if there is none yet. contact: completes it. tag: of the visitor's language.

    day: in the conference's time zone.
    """
    case = waiting_case(session, found.conversation_id, now) or _filed(session, found, tag, day, now)
    if contact and isinstance(case.details, Handoff):
        was = case.details
        name, phone, email = contact.name or was.contact_name, contact.phone or was.phone, contact.email or was.email
        details = dataclasses.replace(was, contact_name=name, phone=phone, email=email)
        case = cases.amend(session, case.id, details, "visitor", now, version=None)
    return case.number or ""


def waiting_case(session: Session, conversation_id: int, now: dt.datetime) -> Case | None:
    """The matter of a visitor that staff have yet to settle, filed within a day; None where there is none."""
    mine = (case for case in cases.mine(session, conversation_id) if case.kind is CaseKind.HANDOFF and case.state in _WAITING)
    return next((case for case in mine if case.filed_at and now - case.filed_at < _SAME), None)


def _filed(session: Session, found: Handover, tag: str, day: dt.date, now: dt.datetime) -> Case:
    return cases.submit(
        session,
        found.conversation_id,
        Handoff(found.reason, _words(session, found), found.topic),
        message_id=f"handover-{found.id}",
        edition=edition(),
        language="en" if tag == "en" else "zh",
        late=False,
        after_end=is_over(day),
        now=now,
    )


def _words(session: Session, found: Handover) -> str:
    """What the visitor said last before the request, and since."""
    said = [m.text for m in transcript.transcript(session, found.conversation_id) if m.direction is Direction.IN]
    return "\n".join(said[-_LAST_MESSAGES:])[-_LONGEST_WORDS:]
