"""Cases as staff look at them: filtered lists, values in words, what may become of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Any, Mapping, Sequence
from urllib.parse import urlencode

from desk.forms import Form
from desk.place import Desk
from records import cases
from records.cases import Case, CaseKind, CaseState
from records.database import Session
from records.exports import heading_of, word
from records.search import folded

OPEN = (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION)
"""States in which staff have something to do."""
_TOPICS = {"zone", "topic"}


@dataclass(frozen=True)
class Asked:
    """Which cases are asked for. kind, state: "" for all, state `open` for those that are not settled; mine: assigned to oneself;
    overdue: past their day; words: in number, details or contact.
    """

    kind: str = ""
    state: str = ""
    mine: bool = False
    late: bool = False
    overdue: bool = False
    words: str = ""

    @classmethod
    def of(cls, query: Form) -> Asked:
        """What a query says; what it says wrongly is left out."""
        kind, state = query.text("kind", 20), query.text("state", 20)
        return cls(
            kind if kind in {one.value for one in CaseKind} else "",
            state if state in {"open", *(one.value for one in CaseState)} else "",
            query.text("mine") == "1",
            query.text("late") == "1",
            query.text("overdue") == "1",
            query.text("q", 100),
        )

    @property
    def query(self) -> str:
        """The same as a query."""
        values = {"kind": self.kind, "state": self.state, "q": self.words}
        values |= {name: "1" for name in ("mine", "late", "overdue") if getattr(self, name)}
        return urlencode({key: value for key, value in values.items() if value})


def found(session: Session, asked: Asked, login: str, today: dt.date) -> list[Case]:
    """The cases that are asked for, the newest first."""
    kind = CaseKind(asked.kind) if asked.kind else None
    state = CaseState(asked.state) if asked.state not in {"", "open"} else None
    listed = cases.list_(session, kind=kind, state=state, late=True if asked.late else None, limit=None)
    return [case for case in listed if _fits(case, asked, login, today)]


def values(case: Case, desk: Desk, language: str) -> list[tuple[str, str]]:
    """What a case says, in the order of the questions: what each value is called, and what it is; empty ones are left out."""
    shown = []
    for name, value in vars(case.details).items():
        said = _said(case.kind, name, value, desk, language)
        if said:
            shown.append((heading_of(case.kind, name).in_(language), said))
    return shown


def title(case: Case) -> str:
    """What a case is about, in a line."""
    details: Any = case.details
    for name in ("title", "organisation", "host", "contact_name", "words"):
        value = getattr(details, name, "")
        if value:
            return " ".join(str(value).split())[:120]
    return ""


def next_states(case: Case) -> Sequence[CaseState]:
    """What staff may make of a case."""
    return [state for state in CaseState if state in cases.MOVES[case.state] and case.state is not CaseState.DRAFT]


def changes(fields: Any, kind: CaseKind, language: str, names: Mapping[str, str]) -> list[str]:
    """A change of values, in words. names: of staff, by login."""
    shown = [(name, *(names.get(value, value) if name == "assigned" else value for value in pair)) for name, pair in fields.items()]
    return [f"{_heading(kind, name, language)}: {_plain(old)} → {_plain(new)}" for name, old, new in shown]


def _fits(case: Case, asked: Asked, login: str, today: dt.date) -> bool:
    wanted = folded(asked.words).split()
    said = folded(f"{case.number} {' '.join(str(value) for value in vars(case.details).values())}") if wanted else ""
    return (
        (asked.state != "open" or case.state in OPEN)
        and (not asked.mine or case.assigned == login)
        and (not asked.overdue or (case.due is not None and case.due < today and case.state in OPEN))
        and all(part in said for part in wanted)
    )


def _said(kind: CaseKind, name: str, value: Any, desk: Desk, language: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, (Enum, bool)):
        return word(kind, name, value).in_(language)
    return desk.topic(value, language) if name in _TOPICS else str(value)


def _heading(kind: CaseKind, name: str, language: str) -> str:
    try:
        return heading_of(kind, name).in_(language)
    except StopIteration:
        return name


def _plain(value: Any) -> str:
    return "–" if value in {None, ""} else str(value)
