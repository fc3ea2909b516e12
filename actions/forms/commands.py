"""What a visitor may say at any point of a form."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from actions.forms.form import Form
from actions.forms.said import Said
from actions.forms.words import changed_to, cue, field_named, wholly


class Command(str, Enum):
    """See `words.yml` for how they are said. CHANGE names no field; WHY asks what the question is for."""

    CANCEL = "cancel"
    CHANGE = "change"
    BACK = "back"
    SKIP = "skip"
    WHY = "why"
    SHOW = "show"
    RESTART = "restart"
    GO_ON = "go_on"
    SAME = "same"
    YES = "yes"
    NO = "no"


def command_in(said: Said) -> Command | None:
    """The command that is all of a message."""
    return next((command for command in Command if wholly(command.value, said.folded)), None)


def tells_no_language(said: Said) -> bool:
    """Whether a message is a word that people say to machines whatever they speak: "ok", "yes", "skip"."""
    return said.plain.isascii() and " " not in said.folded and command_in(said) is not None


def field_to_change(form: Form, said: Said) -> str | None:
    """The field that a message wants changed: the one that it names beside a word of changing."""
    if not cue("correction", said.folded):
        return None
    change = changed_to(said.plain)
    before = named_field(form, replace(said, text=said.plain[: change.start("v")])) if change else None
    return before or named_field(form, said)


def named_field(form: Form, said: Said) -> str | None:
    """The field that a message names, the more special one where it names several ("the e-mail of the contact")."""
    named = [field.name for field in form.fields if field_named(field.name, said.folded)]
    special = [name for name in named if name not in ("contact_name", "organisation", "host")]
    return next(iter(special or named), None)
