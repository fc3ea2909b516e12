"""Which cases are likely the same: of one kind and one organisation, within a day. They are marked, and never refused."""

from __future__ import annotations

import datetime as dt
import unicodedata

from sqlalchemy import select

from records.cases.details import Details, kind_of, organisation
from records.database import Session
from records.models import CaseState, cases

WITHIN = dt.timedelta(days=1)


def key(details: Details) -> str:
    """What is alike where organisations are: letters and digits of their name, whatever the width, case, blanks and punctuation."""
    folded = unicodedata.normalize("NFKC", organisation(details)).casefold()
    return "".join(character for character in folded if character.isalnum())


def earlier(session: Session, details: Details, case_id: int | None, now: dt.datetime) -> int | None:
    """The id of the first case, filed within a day before and not withdrawn, that is likely the same; None where there is none.

    case_id: of the case itself, where it is kept already.
    """
    who = key(details)
    if not who:
        return None
    alike = (cases.c.kind == kind_of(details), cases.c.organisation_key == who, cases.c.filed_at >= now - WITHIN)
    first = select(cases.c.id).where(*alike, cases.c.state != CaseState.WITHDRAWN).order_by(cases.c.filed_at, cases.c.id)
    found: int | None = session.execute(first.where(cases.c.id != (case_id or 0)).limit(1)).scalar()
    return found
