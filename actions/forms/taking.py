"""Values that a message brings: the answer to what is asked for, and what else it says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Mapping

from actions.forms.field import Field
from actions.forms.filing import Filing
from actions.forms.form import Form
from actions.forms.readers.choice import Choice
from actions.forms.readers.reader import Trouble
from actions.forms.readers.text import Account, Text
from actions.forms.said import Said
from actions.forms.words import changed_to, cue, only_introduces
from knowledge.service import Service

_LONGEST_CHOICE = 30


@dataclass(frozen=True)
class Taken:
    """values: by field. rest: the message without them. trouble: why the answer to what is asked for cannot be used."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rest: Said | None = None
    trouble: Trouble | None = None


def unasked(form: Form, filing: Filing, said: Said, *, first: bool = False, asked: Field | None = None) -> Taken:
    """What a message says of fields that are open; of answered ones too where it corrects.

    first: it is the message that begins the form. asked: the field that it answers, which is left out.
    """
    corrects = cue("correction", said.folded) and not first
    prose = isinstance(asked.reader, Text) and asked.reader.is_prose if asked else False
    known = {name for name in filing.values if not corrects}
    values: dict[str, Any] = {}
    spans: list[tuple[int, int]] = []
    for each in form.fields:
        if each is asked or each.name in known or not (each.reader.anywhere or first) or (prose and not each.reader.in_prose):
            continue
        found = each.reader.volunteered(said)
        if found is None or _overlaps(spans, found.start, found.end):
            continue
        values[each.name] = found.value
        spans += [(found.start, found.end)] if found.end > found.start else []
    return Taken(values, said.without(spans) if spans else said)


def answered(form: Form, filing: Filing, asked: Field, said: Said, service: Service) -> Taken:
    """What a message says in answer to `asked`, and of other fields."""
    if isinstance(asked.reader, Account):
        value = asked.reader.answer(said, filing.values, service)
        return Taken(trouble=value) if isinstance(value, Trouble) else Taken({asked.name: value})
    others = unasked(form, filing, said, asked=asked)
    rest = others.rest or said
    if not any(character.isalnum() for character in rest.plain) or (rest is not said and only_introduces(rest.plain)):
        return others
    value = asked.reader.answer(rest, {**filing.values, **others.values}, service)
    if not isinstance(value, Trouble):
        return Taken({**others.values, asked.name: value}, rest)
    return Taken(others.values, rest, None if others.values else value)


def corrected(field: Field, filing: Filing, said: Said, service: Service) -> Any:
    """The value that a message gives a field instead ("change the title to …"), or a Trouble; None where it gives none."""
    match = changed_to(said.plain)
    return field.reader.answer(replace(said, text=said.own(match["v"])), filing.values, service) if match else None


def rechosen(form: Form, filing: Filing, said: Said, service: Service) -> Mapping[str, Any]:
    """The one choice that a message makes anew without naming its field ("make it an offer instead"); nothing where it may be several."""
    match = changed_to(said.plain)
    if not match or len(match["v"]) > _LONGEST_CHOICE:
        return {}
    tail = replace(said, text=said.own(match["v"]))
    made = {
        field.name: field.reader.answer(tail, filing.values, service) for field in form.filled(filing) if isinstance(field.reader, Choice)
    }
    others = {name: value for name, value in made.items() if not isinstance(value, Trouble) and value != filing.values[name]}
    return others if len(others) == 1 else {}


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)
