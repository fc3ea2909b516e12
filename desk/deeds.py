"""What the audit says of a deed, in words: who and what it was about."""

from __future__ import annotations

from typing import Any, Mapping

from desk.place import Desk
from desk.texts import named, text
from records.models import AuditLine

_PEOPLE = frozenset({"login", "of", "to", "asked"})
_KINDS: Mapping[str, tuple[str, ...]] = {
    "reason": ("reason", "closing"),
    "role": ("role",),
    "state": ("state",),
    "verdict": ("verdict",),
    "active": ("yes",),
    "away": ("yes",),
}
"""The kinds of values (`texts.yml`) that a detail may be of."""


def told(line: AuditLine, names: Mapping[str, str], desk: Desk, language: str) -> list[str]:
    """The details of a line, each with what it is called. names: of staff, by login."""
    return [f"{named('detail', key, language)}: {_value(key, value, names, desk, language)}" for key, value in line.detail.items()]


def _value(key: str, value: Any, names: Mapping[str, str], desk: Desk, language: str) -> str:
    if key in _PEOPLE:
        return names.get(value, value) or text("to_nobody", language)
    if key == "topic":
        return desk.topic(value, language)
    for kind in _KINDS.get(key, ()):
        found = named(kind, value, language)
        if found != str(value):
            return found
    return str(value)
