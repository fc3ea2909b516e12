"""From a form under way and a message to the next step. Plain rules: no Rasa, no records, nothing is said here.

A message is, in this order: an answer to a question of the stage (drop it? go on?), a command, a wish for another form, a question
or small talk (which is not for the form: None), a value.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Mapping

from actions.forms import stages
from actions.forms.commands import Command, command_in, field_to_change
from actions.forms.field import Field
from actions.forms.filing import Filing, Stage
from actions.forms.form import Form
from actions.forms.readers.choice import taken
from actions.forms.readers.reader import Trouble
from actions.forms.said import Said
from actions.forms.step import Line, Step, Then
from actions.forms.taking import answered, corrected, rechosen, unasked
from actions.forms.texts import text
from actions.forms.words import only_changes
from knowledge.service import Service

KEPT_DAYS = 7
"""How long an unfinished form is offered again."""
_MOST_FAILURES = 2
INTENTS = frozenset({"file_booth", "file_eo", "file_forum"})


@dataclass(frozen=True)
class Dialogue:
    """The rules of one form. service: words and pack of this turn. shared: what was filed before, for "same as before"."""

    form: Form
    service: Service
    shared: Mapping[str, object]

    def begin(self, said: Said) -> Step:
        """The first step of a form; what the message says is taken over."""
        filing = Filing(self.form.name, said.today.isoformat())
        values = dict(unasked(self.form, filing, said, first=True).values)
        values.update(self.form.opening(said, values))
        values = {field.name: values[field.name] for field in self.form.asked(values) if field.name in values}
        return self._next(filing.with_values(values), _noted(values))

    def resume(self, filing: Filing, said: Said) -> Step:
        """Go on with one that was set aside; what the message says is taken over."""
        found = unasked(self.form, filing, said).values
        return self._next(replace(filing, day=said.today.isoformat()).with_values(found), (Line("resumed"), *_noted(found)))

    def after(self, filing: Filing, said: Said) -> Step | None:
        """The next step; None where the message is not for the form."""
        if said.erases or said.is_about_case:
            return self._unless_form(self.back_from(filing) if filing.stage in stages.ANSWERS else filing, said)
        if filing.stage in stages.ANSWERS:
            step = self._of_stage(filing, said)
            if step:
                return step
            filing = self.back_from(filing)
        step = self._command(filing, said) or self._other_form(filing, said) or self._values(filing, said)
        return step or self._unless_form(filing, said)

    def again(self, filing: Filing, said: Said) -> Step:
        """What is asked once more, after something else was answered; whoever comes back after days is asked whether to go on."""
        filing = self.back_from(filing) if filing.stage in stages.ANSWERS else filing
        if filing.day != said.today.isoformat():
            return Step(replace(filing, stage=Stage.BACK, day=said.today.isoformat()))
        return Step(replace(filing, failures=0))

    def back_from(self, filing: Filing) -> Filing:
        """A form at the question that it was at before it was asked whether to drop it or what to change."""
        stage = Stage.ASKING if filing.field else Stage.SUMMARY
        return replace(filing, stage=stage, wished=None, wish="")

    def _of_stage(self, filing: Filing, said: Said) -> Step | None:
        """What the answer to "drop it?" and its like brings about."""
        then = stages.answer(filing, said, self.form, self.service)
        if then is None:
            return None
        if then.then is not Then.ASK or then.filing.stage is Stage.ASKING:
            return then
        return self._next(self.back_from(then.filing), then.lines)

    def _command(self, filing: Filing, said: Said) -> Step | None:
        command = self._button(filing, said) or command_in(said)
        if command is Command.SAME:
            return self._same(filing)
        if command is Command.YES or command is Command.NO:
            return self._yes_or_no(filing, said, command)
        if command is Command.SKIP and self._is_answer(filing, said) and not self._button(filing, said):
            return None
        return _COMMANDS[command](self, filing) if command else self._change(filing, said)

    def _button(self, filing: Filing, said: Said) -> Command | None:
        """The command of a button that a message takes by its number: of the summary, or "skip" below what can be chosen."""
        if filing.stage is Stage.SUMMARY:
            return stages.confirmed(said, self.service)
        field = self.form.field(filing.field) if filing.stage is Stage.ASKING and filing.field else None
        if field is None or not field.optional:
            return None
        options = field.reader.options(filing.values, self.service)
        return Command.SKIP if taken(said, [*options, text("option_skip", self.service.language)]) == len(options) else None

    def _yes_or_no(self, filing: Filing, said: Said, command: Command) -> Step | None:
        if filing.stage is not Stage.SUMMARY:
            field = self.form.field(filing.field) if filing.field else None
            declined = command is Command.NO and field and field.optional and not self._is_answer(filing, said)
            return self._skip(filing) if declined else None
        if command is Command.YES:
            return Step(filing, then=Then.FILE)
        return self._what_to_change(filing)

    def _what_to_change(self, filing: Filing) -> Step:
        """Ask which of the values is to be another, where there are some."""
        return Step(replace(filing, stage=Stage.CHANGING) if self.form.filled(filing) else filing)

    def _cancel(self, filing: Filing) -> Step:
        return Step(replace(filing, stage=Stage.DROPPING))

    def _back(self, filing: Filing) -> Step:
        """The question before; a skipped one is asked again too."""
        asked = [field.name for field in self.form.asked(filing.values)]
        at = asked.index(filing.field) if filing.field in asked else len(asked)
        before = next((name for name in reversed(asked[:at])), None)
        if before is None:
            return Step(filing, (Line("first_question"),))
        return Step(replace(filing.without(before), stage=Stage.ASKING, field=before, failures=0, changing=False))

    def _skip(self, filing: Filing) -> Step:
        if filing.stage is not Stage.ASKING or not filing.field:
            return Step(filing, (Line("nothing_to_skip"),))
        if not self.form.field(filing.field).optional:
            return Step(filing, (Line("must_have", {"field": filing.field}), Line(f"why_{filing.field}")))
        return self._next(replace(filing.without(filing.field), skipped=(*filing.skipped, filing.field), failures=0))

    def _why(self, filing: Filing) -> Step:
        return Step(filing, (Line(f"why_{filing.field}") if filing.field else Line("why_summary"),))

    def _go_on(self, filing: Filing) -> Step:
        return Step(filing, (Line("yes_or_change"),) if filing.stage is Stage.SUMMARY else ())

    def _show(self, filing: Filing) -> Step:
        return Step(filing, (Line("so_far"),) if filing.field else ())

    def _restart(self, filing: Filing) -> Step:
        return self._next(Filing(filing.form, filing.day), (Line("restarted"),))

    def _same(self, filing: Filing) -> Step | None:
        """All shared fields that are open, as they were filed before."""
        wanted = [field for field in self.form.open_fields(filing) if field.shared and self._before(field)]
        if not wanted:
            return Step(filing, (Line("nothing_before"),))
        values = {field.name: self._before(field) for field in wanted}
        return self._next(filing.with_values(values), _noted(values))

    def _before(self, field: Field) -> object:
        """What was filed for a field; a forum's host is what else is called the organisation."""
        other = {"host": "organisation", "organisation": "host"}.get(field.name, "")
        return self.shared.get(field.name) or self.shared.get(other)

    def _change(self, filing: Filing, said: Said) -> Step | None:
        """A field that is to be changed, with its new value or without."""
        name, all_ = field_to_change(self.form, said), unasked(self.form, filing, said)
        found = all_.values
        if name is None and any(known in filing.values for known in found) and all_.rest and only_changes(all_.rest.plain):
            return self._next(filing.with_values(found), _noted(found))
        chosen = rechosen(self.form, filing, said, self.service) if name is None else {}
        if chosen:
            return self._next(filing.with_values(chosen), _noted(chosen))
        if name is None or (name == filing.field and filing.stage is Stage.ASKING):
            return None
        value = found[name] if name in found else corrected(self.form.field(name), filing, said, self.service)
        asking = replace(filing, stage=Stage.ASKING, field=name, changing=True, failures=0)
        if isinstance(value, Trouble):
            return self._failed(asking, self.form.field(name), Line(value.key, value.values))
        if value is None:
            return Step(asking)
        values = {**found, name: value}
        return self._next(filing.with_values(values), _noted(values))

    def _other_form(self, filing: Filing, said: Said) -> Step | None:
        wished = said.wishes(INTENTS)
        if wished is None or not (said.opens_form or self._strict(filing)) or self._is_answer(filing, said):
            return None
        if wished == self.form.intent:
            found = unasked(self.form, filing, said)
            return self._next(filing.with_values(found.values), (Line("under_way"), *_noted(found.values)))
        return Step(replace(filing, stage=Stage.LEAVING, wished=wished, wish=said.text))

    def _unless_form(self, filing: Filing, said: Said) -> Step | None:
        """None, unless that would let another form begin over this one."""
        if said.intent not in INTENTS:
            return None
        if said.intent == self.form.intent:
            return Step(filing)
        return Step(replace(filing, stage=Stage.LEAVING, wished=said.intent, wish=said.text))

    def _strict(self, filing: Filing) -> bool:
        """Whether what is asked for now is hardly anything that looks like a wish."""
        return filing.stage is not Stage.ASKING or not filing.field or self.form.field(filing.field).reader.strict

    def _is_answer(self, filing: Filing, said: Said) -> bool:
        """Whether a message that looks like something else answers what is asked for: "none" to a yes-or-no question."""
        if filing.stage is not Stage.ASKING or not filing.field:
            return False
        field = self.form.field(filing.field)
        if not field.reader.strict or (said.only_asks and taken(said, field.reader.options(filing.values, self.service)) is None):
            return False
        return answered(self.form, filing, field, said, self.service).trouble is None

    def _values(self, filing: Filing, said: Said) -> Step | None:
        if filing.stage is Stage.SUMMARY:
            return self._at_summary(filing, said)
        field = self.form.field(filing.field or self.form.fields[0].name)
        strict = field.reader.strict
        if not (strict and self._is_answer(filing, said)) and (said.wants_person(strict) or said.is_talk(strict) or said.is_question):
            return None
        found = answered(self.form, filing, field, said, self.service)
        if found.trouble is None:
            return replace(self._next(filing.with_values(found.values), _noted(found.values, field.name)), quoted=not strict)
        if strict and said.looks_like_question:
            return None
        return self._failed(filing, field, Line(found.trouble.key, found.trouble.values))

    def _at_summary(self, filing: Filing, said: Said) -> Step | None:
        """Whatever value is named at the summary is a change."""
        found = {}
        for field in self.form.fields:
            value = field.reader.volunteered(said) if field.reader.anywhere else None
            if value is not None:
                found[field.name] = value.value
        if found and not said.is_question:
            return self._next(filing.with_values(found), _noted(found))
        if said.wants_person(strict=True) or said.is_talk(strict=True) or said.asks or said.looks_like_question:
            return None
        return Step(replace(filing, failures=filing.failures + 1), (Line("yes_or_change"),))

    def _failed(self, filing: Filing, field: Field, line: Line) -> Step:
        failures = filing.failures + 1
        more = () if failures < _MOST_FAILURES else (Line("or_skip" if field.optional else "or_person"),)
        return Step(replace(filing, failures=failures), (line, *more))

    def _next(self, filing: Filing, lines: tuple[Line, ...] = ()) -> Step:
        """Ask for what is still open; when nothing is, show the summary."""
        left = self.form.open_fields(filing)
        field = left[0].name if left else None
        stage = Stage.ASKING if field else Stage.SUMMARY
        return Step(replace(filing, stage=stage, field=field, changing=False), lines)


_COMMANDS = {
    Command.CANCEL: Dialogue._cancel,  # noqa: SLF001 (its own)
    Command.CHANGE: Dialogue._what_to_change,  # noqa: SLF001
    Command.BACK: Dialogue._back,  # noqa: SLF001
    Command.SKIP: Dialogue._skip,  # noqa: SLF001
    Command.WHY: Dialogue._why,  # noqa: SLF001
    Command.SHOW: Dialogue._show,  # noqa: SLF001
    Command.RESTART: Dialogue._restart,  # noqa: SLF001
    Command.GO_ON: Dialogue._go_on,  # noqa: SLF001
}


def lapsed(filing: Filing, today: dt.date) -> bool:
    """Whether a form has been left for too long to be offered again."""
    return (today - dt.date.fromisoformat(filing.day)).days > KEPT_DAYS


def _noted(values: Mapping[str, object], but: str | None = None) -> tuple[Line, ...]:
    """A word on values that were taken beside the one that was asked for."""
    names = tuple(name for name in values if name != but)
    return (Line("noted", fields=names),) if names else ()
