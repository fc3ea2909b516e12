"""Steps of a form in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Sequence

from actions.forms import stages
from actions.forms.field import Field
from actions.forms.filing import Filing, Stage
from actions.forms.form import Form
from actions.forms.readers.reader import Values
from actions.forms.step import Line, Step
from actions.forms.texts import day_said, days_said, text
from knowledge.pack import Fact
from knowledge.pack.schema import Filed
from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.service import FORMS, Service
from knowledge.wording.compose import sources_of
from records.cases import Case

_QUESTIONS = {Stage.DROPPING: "ask_dropping", Stage.LEAVING: "ask_leaving", Stage.BACK: "ask_back"}


@dataclass(frozen=True)
class Speaker:
    """Words one form in the language of a turn. case_days: how long what is filed is kept after its last change."""

    form: Form
    service: Service
    case_days: float = 730.0

    @property
    def filed(self) -> Filed:
        """What the notice says of it."""
        return self.service.pack.filing.get(self.form.name) or Filed(topic=self.service.pack.event.root)

    def late(self) -> bool:
        """Whether the deadline of the notice is past."""
        return self.service.today > self._last_day()

    def over(self) -> bool:
        """Whether the conference is."""
        return self.service.today > self.service.pack.event.dates.end

    def opening(self) -> Reply:
        """What is said before the first question: whether it is in time, and that it is not the formal application."""
        facts: list[Fact] = []
        lines = [self._say(f"start_{self.form.name}")]
        if self.over():
            lines.insert(0, self._say("over", end=self._day(self.service.pack.event.dates.end)))
        elif self.late():
            lines.insert(0, self._say("late", deadline=self._day(self._last_day())))
            facts += filter(None, [self._fact(self.filed.late) or self._fact(self.filed.deadline)])
        elif deadline := self._fact(self.filed.deadline):
            facts += [deadline]
        lines += [self.service.composer.said(fact) for fact in facts]
        if not self.over():
            lines.append(self._say(f"formal_{self.form.name}", website=self.service.pack.event.website))
        return self._reply(Kind.FORM, lines, facts)

    def reply(self, step: Step) -> Reply:
        """What a step says, and what it asks for."""
        lines = [self.line(line, step.filing) for line in step.lines]
        if step.filing.stage is Stage.SUMMARY:
            lines.append(self._say(f"summary_{self.form.name}", summary=self.summary(step.filing)))
            lines.append(self._say("privacy", days=f"{self.case_days:g}"))
            return self._reply(Kind.CONFIRM, lines, buttons=list(map(self._say, stages.CONFIRMS)))
        question, buttons = self._question(step.filing)
        return self._reply(Kind.FORM, [*lines, question], buttons=buttons)

    def dropped(self) -> Reply:
        """It is forgotten."""
        return self._reply(Kind.FORM, [self._say("dropped")])

    def done(self, case: Case, waiting: Sequence[str] = (), link: str = "") -> Reply:
        """It is filed: the number, and what the notice says comes next. waiting: forms that were set aside. link: to its page."""
        key = "filed_over" if case.after_end else "filed_late" if case.late else "filed"
        lines, facts = [self._say(key, number=case.number)], []
        if getattr(case.details, "confidential", False) and (way := self._fact(self.filed.confidential)):
            lines += [self._say("confidential_way"), self.service.composer.said(way)]
            facts.append(way)
        elif not case.after_end:
            told, facts = self._next_steps()
            lines += told
        contact, contact_fact = self.service.composer.whom_to_ask(self.filed.topic)
        lines += [contact, self._say("how_to_follow", number=case.number), self._say("link", link=link) if link else ""]
        lines += [self._say("offer_aside", form=self._say(f"form_{form}")) for form in waiting[-1:]]
        return replace(self._reply(Kind.FILED, lines, [*facts, contact_fact]), buttons=tuple(map(self._resuming, waiting[-1:])))

    def _resuming(self, form: str) -> Button:
        intent = next(intent for intent, name in FORMS.items() if name == form)
        return Button(resume_title(form, self.service.language), f"/{intent}")

    def line(self, line: Line, filing: Filing) -> str:
        """A sentence of a step."""
        values = dict(line.values)
        if "field" in values:
            values["field"] = self._say(f"name_{values['field']}")
        if line.fields:
            values["fields"] = self.pairs({name: filing.values[name] for name in line.fields if name in filing.values})
        if line.key == "so_far":
            values["summary"] = self.summary(filing) or self._say("nothing_yet")
        return self._say(line.key, **values)

    def summary(self, filing: Filing) -> str:
        """All values, a line each."""
        return "\n".join(self._pair(filing.values, field) for field in self.form.filled(filing))

    def _question(self, filing: Filing) -> tuple[str, list[str]]:
        if filing.stage in _QUESTIONS:
            buttons = [self._say(key) for key in stages.OPTIONS[filing.stage]]
            summary = self.summary(filing) or self._say("nothing_yet")
            return self._say(_QUESTIONS[filing.stage], form=self._say(f"form_{self.form.name}"), summary=summary), buttons
        if filing.stage is Stage.CHANGING:
            names = [f"{number}. {self._pair(filing.values, field)}" for number, field in enumerate(self.form.filled(filing), 1)]
            return self._say("ask_what_to_change", fields="\n".join(names)), []
        field = self.form.field(filing.field or "")
        return self._asking(field, filing)

    def _asking(self, field: Field, filing: Filing) -> tuple[str, list[str]]:
        own = f"ask_{self.form.name}_{field.name}"
        dates = self.service.pack.event.dates
        question = self._say(
            own if own in text.all else f"ask_{field.name}", dates=days_said(dates.start, dates.end, self.service.language)
        )
        buttons = list(field.reader.options(filing.values, self.service))
        if field.optional:
            question += "" if buttons else self._say("skippable")
            buttons += [self._say("option_skip")]
        return question, buttons

    def _next_steps(self) -> tuple[list[str], list[Fact]]:
        lines, facts = [], []
        steps = self._fact(self.filed.steps)
        if steps:
            items = " → ".join(item[self.service.language] for item in steps.value.get("items", ()))
            lines.append(self._say(f"steps_{self.form.name}", website=self.service.pack.event.website, items=items))
            facts.append(steps)
        for fact in filter(None, map(self._fact, self.filed.says)):
            lines.append(self.service.composer.said(fact))
            facts.append(fact)
        return lines, facts

    def pairs(self, values: Values) -> str:
        """Values with their names, in one line."""
        joint = "；" if self.service.language == "zh" else "; "
        return joint.join(self._pair(values, self.form.field(name)) for name in values)

    def _pair(self, values: Values, field: Field) -> str:
        value = field.reader.shown(values[field.name], self.service)
        return self._say("noted_pair", name=self._say(f"name_{field.name}"), value=value)

    def _last_day(self) -> dt.date:
        """The last day in time; that of the conference where the notice sets none."""
        deadline = self._fact(self.filed.deadline)
        return (deadline.last_day if deadline else None) or self.service.pack.event.dates.end

    def _fact(self, id_: str | None) -> Fact | None:
        return self.service.pack.facts.get(id_) if id_ else None

    def _day(self, day: dt.date) -> str:
        return day_said(day, self.service.language)

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.service.language, 0, **values)

    def _reply(self, kind: Kind, lines: list[str], facts: Sequence[Fact] = (), buttons: Sequence[str] = ()) -> Reply:
        sources = sources_of(facts)
        if sources:
            lines = [*lines, self.service.composer.source_line(facts)]
        metadata = Metadata(
            kind,
            self.service.language,
            self.filed.topic,
            tuple(fact.id for fact in facts),
            tuple(section.in_(self.service.language) for section in sources),
            form=self.form.name,
        )
        return Reply("\n".join(filter(None, lines)), metadata, tuple(map(Button, buttons)))


def resume_title(form: str, language: str) -> str:
    """What the button is called that goes on with a form which was set aside."""
    return text("resume", language, 0, form=text(f"form_{form}", language))
