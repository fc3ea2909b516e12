"""Which turns ask for a person: by the visitor's wish, by what only a person can settle, by failing twice in a row."""

from __future__ import annotations

from typing import Sequence

from records.models import Asked, Reason
from records.questions import Understood

WISH, FAR = "want_person", "out_of_scope"
"""The intent of who asks for a person, and of who asks about something else altogether."""
_HANDED, _FAILED = "handoff", frozenset({"fallback", "error"})
_IN_A_ROW = 2


def reason_of(asked: Understood, form: str | None) -> Reason | None:
    """Why an answer hands over to a person; None where it doesn't. form: the filing that the reply belongs to."""
    if asked.kind != _HANDED:
        return None
    if asked.intent == WISH:
        return Reason.ASKED
    return Reason.FORM_TROUBLE if form else Reason.SENSITIVE


def keeps_failing(lines: Sequence[Asked]) -> bool:
    """Whether the last answers failed, one after the other. lines: of the question log, the newest first.

    That the assistant doesn't talk about the weather is no failure.
    """
    last = lines[:_IN_A_ROW]
    return len(last) == _IN_A_ROW and all(line.kind in _FAILED and line.intent != FAR for line in last)
