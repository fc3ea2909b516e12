"""Values that a message brings: the answer to what is asked for, and what else it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping

from actions.forms.field import Field
from actions.forms.filing import Filing
from actions.forms.form import Form
from actions.forms.readers.reader import Trouble
from actions.forms.readers.text import Account
from actions.forms.said import Said
from actions.forms.words import cue
from knowledge.service import Service


@dataclass(frozen=True)
class Taken:
    """values: by field. rest: the message without them. trouble: why the answer to what is asked for cannot be used."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rest: Said | None = None
    trouble: Trouble | None = None


def unasked(form: Form, filing: Filing, said: Said, *, first: bool = False, but: str | None = None) -> Taken:
    """What a message says of fields that are open; of answered ones too where it corrects.

    first: it is the message that begins the form. but: a field that is left out.
    """
    corrects = cue("correction", said.folded) and not first
    known = {name for name in filing.values if not corrects}
    values: dict[str, Any] = {}
    spans: list[tuple[int, int]] = []
    for each in form.fields:
        if each.name == but or each.name in known or not (each.reader.anywhere or first):
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
    others = unasked(form, filing, said, but=asked.name)
    rest = others.rest or said
    if not any(character.isalnum() for character in rest.plain):
        return others
    value = asked.reader.answer(rest, {**filing.values, **others.values}, service)
    if not isinstance(value, Trouble):
        return Taken({**others.values, asked.name: value}, rest)
    return Taken(others.values, rest, None if others.values else value)


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)
