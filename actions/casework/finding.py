"""Which case a message means, and what contact it names."""

from __future__ import annotations

import re
from typing import Sequence

from actions.forms.readers.choice import taken
from actions.forms.readers.email import Email
from actions.forms.readers.phone import Phone
from actions.forms.said import Said
from actions.forms.words import cue, wholly
from records.cases import SORTS, Case, CaseState

_NUMBER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sort.prefix for sort in SORTS.values())})[\s\-–—_./]*\d{{1,4}}[\s\-–—_./]+\d{{1,9}}(?!\d)", re.I
)
_OPEN = frozenset({CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION})


def number_in(said: Said) -> str | None:
    """The case number in a message, as it is written there."""
    match = _NUMBER.search(said.plain)
    return match.group() if match else None


def case_wish(said: Said) -> str | None:
    """The intent of a message that surely is about what was filed: it names a number, or says "withdraw it" and no more."""
    if number_in(said) is None:
        return next((f"case_{word}" for word in ("withdraw", "add", "status") if wholly(word, said.folded)), None)
    if cue("withdraws", said.folded):
        return "case_withdraw"
    return "case_add" if cue("adds", said.folded) else "case_status"


def without_number(said: Said) -> str:
    """The message without case numbers."""
    return " ".join(_NUMBER.sub(" ", said.written).split()).strip(" ,，.。:：;；")


def contact_in(said: Said) -> str | None:
    """The e-mail address or phone number in a message."""
    found = Email().volunteered(said) or Phone().volunteered(said)
    return str(found.value) if found else None


def open_cases(mine: Sequence[Case]) -> list[Case]:
    """Those that can still be added to and withdrawn."""
    return [case for case in mine if case.state in _OPEN]


def chosen(said: Said, offered: Sequence[Case]) -> Case | None:
    """The case that is taken out of those that were offered, by its place or its number."""
    number = number_in(said)
    if number:
        digits = re.sub(r"\D", "", number)
        return next(
            (case for case in offered if re.sub(r"\D", "", case.number or "") == digits and (case.number or "")[:2] == number[:2].upper()),
            None,
        )
    place = taken(said, [case.number or "" for case in offered])
    return offered[place] if place is not None else None
