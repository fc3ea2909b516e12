"""Canned replies: written once in both languages, with placeholders that are filled in for the visitor.

A placeholder is a word in braces, such as `{place}` and `{phone}`. Those that are not known here are left for the member of staff to
see and fill in.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from records import audit, words
from records.database import Session
from records.errors import NameTaken, NoSuchCanned
from records.models import Canned, canned_replies

_PLACEHOLDER = re.compile(r"\{(\w{1,40})\}")


def all_(session: Session) -> list[Canned]:
    """All, by name."""
    return [Canned(*row) for row in session.execute(select(canned_replies).order_by(canned_replies.c.name))]


def save(session: Session, canned_id: int | None, name: str, zh: str, en: str, staff: str, now: dt.datetime) -> None:
    """Keep a new one, or change one.

    Raises:
        NameTaken: another has the name.
        NoSuchCanned: it was removed meanwhile.
        Unstorable: as in `inbox.accept`.
    """
    words.check(name, zh, en)
    values = {"name": name, "zh": zh, "en": en, "by": staff, "at": now}
    try:
        if canned_id is None:
            session.execute(canned_replies.insert(), values)
        elif not session.execute(update(canned_replies).where(canned_replies.c.id == canned_id).values(values)).rowcount:
            raise NoSuchCanned("The canned reply was removed meanwhile.")
    except IntegrityError:
        raise NameTaken(f"There is a canned reply {name!r}.") from None
    audit.note(session, staff, "canned saved", now, name=name)


def remove(session: Session, canned_id: int, staff: str, now: dt.datetime) -> None:
    """Delete one; nothing where it was removed before."""
    session.execute(delete(canned_replies).where(canned_replies.c.id == canned_id))
    audit.note(session, staff, "canned removed", now, id=canned_id)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in, as far as they are known."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
