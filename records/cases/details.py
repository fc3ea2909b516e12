"""What the kinds of case say: for each its class, its table, the letters of its numbers. One table, read by all others."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Iterator, Mapping, Sequence, Union

from sqlalchemy import Table, bindparam, select, update

from records import words
from records.database import Session
from records.errors import Unstorable
from records.models import (
    BoothRequest,
    CaseKind,
    EoNeed,
    ForumProposal,
    Handoff,
    booth_requests,
    eo_needs,
    forum_proposals,
    handoffs,
)
from records.plain import plain

Details = Union[BoothRequest, EoNeed, ForumProposal, Handoff]
_LARGEST = 1_000_000_000
_MOST_IDS = 500


@dataclass(frozen=True)
class Sort:
    """details: the class. table: where they are kept, its columns those of the class after `case_id`. prefix: of the numbers.

    organisation: the field that says who files, "" where that is nobody's business.
    """

    details: type[Details]
    table: Table
    prefix: str
    organisation: str


SORTS: Mapping[CaseKind, Sort] = {
    CaseKind.BOOTH_REQUEST: Sort(BoothRequest, booth_requests, "BR", "organisation"),
    CaseKind.EO_NEED: Sort(EoNeed, eo_needs, "EO", "organisation"),
    CaseKind.FORUM_PROPOSAL: Sort(ForumProposal, forum_proposals, "FP", "host"),
    CaseKind.HANDOFF: Sort(Handoff, handoffs, "HO", ""),
}
_KINDS = {sort.details: kind for kind, sort in SORTS.items()}


def kind_of(details: Details) -> CaseKind:
    """Of which kind a case with these details is."""
    return _KINDS[type(details)]


def organisation(details: Details) -> str:
    """Who files, as it was given; "" for nobody in particular."""
    name = SORTS[kind_of(details)].organisation
    return str(getattr(details, name)) if name else ""


def differences(old: Details, new: Details) -> dict[str, list[Any]]:
    """The fields that are not alike, each with its old and new value as JSON."""
    pairs = ((field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(old))
    return {name: [plain(before), plain(after)] for name, before, after in pairs if before != after}


def check(details: Details) -> None:
    """Nothing, if all values can be stored.

    Raises:
        Unstorable: a text as in `words.check`, a number below 0 or above a thousand million.
    """
    for value in vars(details).values():
        if isinstance(value, str):
            words.check(value)
        elif isinstance(value, (int, Decimal)) and not (Decimal(value).is_finite() and 0 <= value <= _LARGEST):
            raise Unstorable(f"{value} is no number of square metres, booths or people.")


def store(session: Session, case_id: int, details: Details) -> None:
    """Keep the details of a new case."""
    session.execute(SORTS[kind_of(details)].table.insert(), {"case_id": case_id, **vars(details)})


def replace(session: Session, case_id: int, details: Details) -> None:
    """Keep these details instead of those that the case has."""
    table = SORTS[kind_of(details)].table
    session.execute(update(table).where(table.c.case_id == bindparam("id_")), {"id_": case_id, **vars(details)})


def of_cases(session: Session, kind: CaseKind, case_ids: Sequence[int]) -> Iterator[tuple[int, Details]]:
    """The details of cases of one kind, by their ids."""
    sort = SORTS[kind]
    for start in range(0, len(case_ids), _MOST_IDS):
        chunk = list(case_ids[start : start + _MOST_IDS])
        for case_id, *values in session.execute(select(sort.table).where(sort.table.c.case_id.in_(chunk))):
            yield case_id, sort.details(*values)
