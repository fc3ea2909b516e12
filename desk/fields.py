"""The values of a case as fields of a form, and back: made from the types of its details, so that a new field needs nothing here."""

from __future__ import annotations

import datetime as dt
import typing
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Sequence

from desk.forms import BadForm, Form
from desk.place import Desk
from records.cases import Case, CaseKind
from records.cases.details import Details
from records.exports import heading_of, word

_LONG = frozenset({"exhibits", "description", "words"})
_TOPICS = frozenset({"zone", "topic"})
_LONGEST = 4000


@dataclass(frozen=True)
class Field:
    """name, heading: what it is called. sort: text, long, number, date or choice. value: as it stands in the field.

    choices: of a choice, each with what it is called; the empty one stands for "not known".
    """

    name: str
    heading: str
    sort: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


def fields_of(case: Case, desk: Desk, language: str) -> list[Field]:
    """The fields of a case, in the order of the questions."""
    return [_field(case, name, kind, desk, language) for name, kind in _types(case.details).items()]


def read(form: Form, case: Case, desk: Desk) -> Details:
    """The details with what a form says.

    Raises:
        BadForm: 400, a value is none of its kind.
    """
    values = {name: _read(form, name, kind, desk) for name, kind in _types(case.details).items()}
    return type(case.details)(**values)


def _types(details: Details) -> dict[str, Any]:
    """The type of each field, without the None that stands for "not known"."""
    hints = typing.get_type_hints(type(details))
    return {one.name: _known(hints[one.name]) for one in fields(details)}


def _known(kind: Any) -> Any:
    return next((part for part in typing.get_args(kind) if part is not type(None)), kind)


def _field(case: Case, name: str, kind: Any, desk: Desk, language: str) -> Field:
    value = getattr(case.details, name)
    heading = _heading(case.kind, name, language)
    if name in _TOPICS:
        topics = [(topic, desk.topic(topic, language)) for topic in desk.pack.topics]
        return Field(name, heading, "choice", value or "", [("", "–"), *sorted(topics, key=lambda pair: pair[1])])
    if kind is bool or (isinstance(kind, type) and issubclass(kind, Enum)):
        members: Sequence[Any] = [True, False] if kind is bool else list(kind)
        choices = [(_text(member), word(case.kind, name, member).in_(language)) for member in members]
        return Field(name, heading, "choice", _text(value), [("", "–"), *choices])
    sort = "number" if kind in {int, Decimal} else "date" if kind is dt.date else "long" if name in _LONG else "text"
    return Field(name, heading, sort, _text(value))


def _read(form: Form, name: str, kind: Any, desk: Desk) -> Any:
    said = form.text(name, _LONGEST)
    if name in _TOPICS and said and said not in desk.pack.topics:
        raise BadForm(400, name)
    if kind is str:
        return said
    if not said:
        return None
    try:
        if kind is bool:
            return {"true": True, "false": False}[said]
        return dt.date.fromisoformat(said) if kind is dt.date else kind(said)
    except (ValueError, KeyError, InvalidOperation):
        raise BadForm(400, name) from None


def _heading(kind: CaseKind, name: str, language: str) -> str:
    try:
        return heading_of(kind, name).in_(language)
    except StopIteration:  # not exported
        return name


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(getattr(value, "value", value))
