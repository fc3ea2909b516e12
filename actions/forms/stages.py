"""Answers to what a form asks about itself: drop it? go on? what is to be changed?"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping, Sequence

from actions.forms.commands import Command, command_in, named_field
from actions.forms.filing import Filing, Stage
from actions.forms.form import Form
from actions.forms.readers.choice import taken
from actions.forms.said import Said
from actions.forms.step import Step, Then
from actions.forms.texts import text
from actions.forms.words import wholly
from knowledge.service import Service

OPTIONS: Mapping[Stage, Sequence[str]] = {
    Stage.DROPPING: ("drop_yes", "drop_no"),
    Stage.LEAVING: ("leave_keep", "leave_drop", "leave_stay"),
    Stage.BACK: ("back_on", "back_drop"),
}
"""The texts of the buttons, in order."""
CONFIRMS: Mapping[str, Command] = {"confirm_yes": Command.YES, "confirm_change": Command.CHANGE, "confirm_cancel": Command.CANCEL}
"""Those of the summary, and the commands that they stand for."""


def answer(filing: Filing, said: Said, form: Form, service: Service) -> Step | None:
    """The step that a message at such a stage brings; None where it says something else. `Then.ASK` stands for going on."""
    return ANSWERS[filing.stage](filing, said, form, service)


def confirmed(said: Said, service: Service) -> Command | None:
    """The command of the summary's button that a message takes."""
    place = taken(said, [text(key, service.language) for key in CONFIRMS])
    return None if place is None else list(CONFIRMS.values())[place]


def _place(filing: Filing, said: Said, service: Service) -> int | None:
    return taken(said, [text(key, service.language) for key in OPTIONS[filing.stage]])


def _dropping(filing: Filing, said: Said, _form: Form, service: Service) -> Step | None:
    place, command = _place(filing, said, service), command_in(said)
    if place == 0 or command in (Command.YES, Command.CANCEL):
        return Step(filing, then=Then.DROP)
    return Step(filing) if place == 1 or command in (Command.NO, Command.GO_ON) else None


def _leaving(filing: Filing, said: Said, _form: Form, service: Service) -> Step | None:
    place = _place(filing, said, service)
    if place is None:
        place = next((n for n, key in enumerate(("keep", "drop", "stay")) if wholly(key, said.folded)), None)
    if place is None and command_in(said) is Command.YES:
        place = 0  # whatever was meant, nothing is lost
    if place is None and command_in(said) in (Command.NO, Command.GO_ON):
        place = 2
    return None if place is None else Step(filing, then=(Then.SET_ASIDE, Then.REPLACE, Then.ASK)[place])


def _back(filing: Filing, said: Said, _form: Form, service: Service) -> Step | None:
    place, command = _place(filing, said, service), command_in(said)
    if place == 1 or command in (Command.NO, Command.CANCEL):
        return Step(filing, then=Then.DROP)
    return Step(filing) if place == 0 or command in (Command.YES, Command.GO_ON) else None


def _changing(filing: Filing, said: Said, form: Form, _service: Service) -> Step | None:
    """The field that is to be changed, by its number in the summary or by its name; a value with it is read elsewhere."""
    filled = form.filled(filing)
    place = taken(said, [""] * len(filled))
    name = filled[place].name if place is not None else None
    if name is None and not any(field.reader.volunteered(said) for field in form.fields if field.reader.anywhere):
        name = named_field(form, said)
    if name:
        return Step(replace(filing, stage=Stage.ASKING, field=name, changing=True, failures=0))
    return Step(filing) if command_in(said) in (Command.NO, Command.YES, Command.GO_ON, Command.SKIP) else None


ANSWERS: Mapping[Stage, Callable[[Filing, Said, Form, Service], Step | None]] = {
    Stage.DROPPING: _dropping,
    Stage.LEAVING: _leaving,
    Stage.BACK: _back,
    Stage.CHANGING: _changing,
}
"""The stages at which a form asks about itself."""
