"""Looking up a case by its number: for whom it is, and for nobody who guesses."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from sqlalchemy import delete, func, select

from records.cases import numbers
from records.cases import place as places
from records.cases.case import SELECT, Case, one
from records.cases.place import Place
from records.database import Session
from records.models import cases, failed_look_ups

MOST, WITHIN = 5, dt.timedelta(hours=1)
"""So many look-ups of a conversation can fail within that time; then it finds nothing but the visitor's own."""
MOST_OF_A_NUMBER = 20
"""So many can fail for one number, whoever tries: who starts new conversations guesses no more either."""
_SHORTEST_NATIONAL, _LONGEST_COUNTRY_CODE = 8, 3


def look_up(session: Session, number: str, *, conversation: Place, contact: str | None, now: dt.datetime) -> Case | None:
    """The case with this number, as somebody wrote it; None where there is none that this visitor may see.

    It may be seen by whoever filed it, in whichever conversation, and by who knows the e-mail address or phone number that
    it was given (`contact`). A number alone tells a stranger nothing, not even whether there is such a case. A contact that
    finds nothing is counted, so this writes; see MOST.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    asking, wanted = places.lock(session, conversation), numbers.read(number) or ""
    case = one(session, SELECT.where(cases.c.number == wanted))
    if case is not None and case.visitor_id == asking.visitor_id:
        return case
    if contact is None or too_many(session, asking.id, now) or _guessed(session, wanted, now):
        return None
    if case is not None and _is_of(case, contact):
        return case
    session.execute(failed_look_ups.insert(), {"conversation_id": asking.id, "number": wanted, "at": now})
    return None


def too_many(session: Session, conversation: Place, now: dt.datetime) -> bool:
    """Whether so many look-ups of this conversation have failed that others' cases are not found any more, for up to an hour.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    asking = places.find(session, conversation)
    return _failed(session, failed_look_ups.c.conversation_id == asking.id, now) >= MOST


def forget_old(session: Session, now: dt.datetime) -> None:
    """Delete what is not counted any more (`privacy.purge`)."""
    session.execute(delete(failed_look_ups).where(failed_look_ups.c.at < now - WITHIN))


def _guessed(session: Session, number: str, now: dt.datetime) -> bool:
    return _failed(session, failed_look_ups.c.number == number, now) >= MOST_OF_A_NUMBER


def _failed(session: Session, whose: object, now: dt.datetime) -> int:
    recent = select(func.count()).select_from(failed_look_ups).where(whose, failed_look_ups.c.at > now - WITHIN)
    return int(session.execute(recent).scalar())


def _is_of(case: Case, contact: str) -> bool:
    given = unicodedata.normalize("NFKC", contact).strip()
    if "@" in given:
        return given.casefold() == case.details.email.strip().casefold()
    return _same_phone(re.sub(r"\D", "", given), re.sub(r"\D", "", case.details.phone))


def _same_phone(given: str, kept: str) -> bool:
    """Whether a number is the kept one, with its country code or without; 0 or 00 may stand before it."""
    given = given.lstrip("0")
    national = len(given) >= _SHORTEST_NATIONAL and len(kept) - len(given) <= _LONGEST_COUNTRY_CODE
    return bool(given) and (given == kept or (national and kept.endswith(given)))
