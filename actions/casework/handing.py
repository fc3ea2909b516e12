"""A case for a person: why, what was said, and how the visitor can be reached."""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping, NamedTuple

from actions.keeping import Records
from records import cases
from records.cases import Case, CaseKind, CaseState, Handoff, HandoffReason
from records.database import Session

_SAME = dt.timedelta(days=1)
_LONGEST = 2000


class Handed(NamedTuple):
    """case: for staff. fresh: False where the words were added to one that was open already."""

    case: Case
    fresh: bool


async def hand_over(
    records: Records, place: str, handoff: Handoff, *, message_id: str, edition: str, language: str, over: bool, now: dt.datetime
) -> Handed:
    """A case for a person; within a day of an open one of the same conversation, what is said is added to that.

    Raises:
        DatabaseUnavailable: it is not filed.
    """

    def job(session: Session) -> Handed:
        earlier = _open(session, place, now)
        if earlier is not None:
            if all(change.note != handoff.words for change in cases.history(session, earlier.id)) and earlier.details != handoff:
                earlier = cases.add_information(session, earlier.id, handoff.words, "visitor", now)
            return Handed(earlier, fresh=False)
        case = cases.submit(
            session, place, handoff, message_id=message_id, edition=edition, language=language, late=False, after_end=over, now=now
        )
        return Handed(case, fresh=True)

    return await records.write(job)


def reachable(handoff: Handoff) -> bool:
    """Whether staff can reach the visitor."""
    return bool(handoff.phone or handoff.email)


def matter(words: str, topic: str, asked: bool, shared: Mapping[str, Any]) -> Handoff:
    """What is handed over. asked: the visitor wants a person; else the matter needs one. shared: what was filed before."""
    reason = HandoffReason.ASKED if asked else HandoffReason.SENSITIVE
    known = {name: str(shared.get(name, "")) for name in ("contact_name", "phone", "email")}
    return Handoff(reason=reason, words=words[:_LONGEST], topic=topic, **known)


def _open(session: Session, place: str, now: dt.datetime) -> Case | None:
    waiting = (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION)
    mine = [case for case in cases.mine(session, place) if case.kind is CaseKind.HANDOFF and case.state in waiting]
    return next((case for case in mine if case.filed_at and now - case.filed_at < _SAME), None)
