"""Replies from outcomes: the first line answers, then detail, then the source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Iterator, Sequence

from knowledge.answering.contacts import contacts_of
from knowledge.answering.context import Context, Option
from knowledge.answering.outcome import Answer, Clarify, Found, Overview, Resolution, Unknown
from knowledge.pack import Fact, Pack
from knowledge.pack.section import Section
from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.wording.contact import contact_brief, contact_lines
from knowledge.wording.dates import days_to_come, time_note
from knowledge.wording.names import say, topic_name
from knowledge.wording.texts import text

LONG = 600  # characters of an answer beyond which names are given in one language only
SHORT = 340  # characters of an answer that a further fact or a detail may fill


def sources_of(facts: Sequence[Fact]) -> list[Section]:
    """The sections of the notice that facts stand in, once each."""
    return list(dict.fromkeys(section for fact in facts for section in fact.source))


@dataclass(frozen=True)
class Composer:
    """Words outcomes in one language, on one day.

    today: a day in the time zone of the conference. brief: leave out the Chinese names in English, for long answers.
    """

    pack: Pack
    language: str
    today: dt.date
    brief: bool = False

    def reply(self, resolution: Resolution) -> tuple[Reply, Context]:
        """The reply to a resolution, and the context with the titles of the options that it offers."""
        outcome, context = resolution.outcome, resolution.context
        if isinstance(outcome, (Clarify, Overview)):
            options = tuple(self._titled(option, outcome) for option in outcome.options)
            context = replace(context, options=options)
            return self._asking_back(outcome, options), context
        if isinstance(outcome, Answer):
            return self._answer(outcome), context
        return self._unknown(outcome), context

    def _answer(self, answer: Answer) -> Reply:
        reply = self.whole_answer(answer)
        return reply if len(reply.text) <= LONG or self.brief else replace(self, brief=True).whole_answer(answer)

    def whole_answer(self, answer: Answer) -> Reply:
        """An answer with all that belongs to it."""
        blocks = [self._found(found) for found in answer.found]
        facts = [found.fact for found in answer.found]
        if any(found.wrong for found in answer.found[:1]):
            blocks[0] = text("correction", self.language) + blocks[0]
        if len({f.fact.contact for f in answer.found if f.person}) > 1:
            blocks.append(text("persons_differ", self.language))
        for fact in answer.extra:
            if self._fits(blocks, self.said(fact)):
                blocks.append(self.said(fact))
                facts.append(fact)
        if len(facts) == 1 and facts[0].detail and self._fits(blocks, detail := say(facts[0].detail, self.pack, self.language)):
            blocks.append(detail)
        return self._build(Kind.ANSWER, blocks, facts, answer.confidence, answer.found[0].about)

    @staticmethod
    def _fits(blocks: Sequence[str], more: str) -> bool:
        return sum(map(len, blocks)) + len(more) <= SHORT

    def _found(self, found: Found) -> str:
        fact = found.fact
        said = contact_lines(found, self.pack, self.language) if fact.contact else self.said(fact)
        if self._inherited(found):
            return text("inherited", self.language, topic=topic_name(fact.topic, self.pack, self.language)) + said
        return self._named(fact, said)

    def _named(self, fact: Fact, said: str) -> str:
        """What is said of a topic, with the topic named first where the sentence leaves it out."""
        names = self.pack.topics[fact.topic]
        known = (names.name.in_(self.language), *names.aliases.in_(self.language))
        if fact.contact or fact.topic == self.pack.event.root or any(name.lower() in said.lower() for name in known):
            return said
        short = names.name.in_(self.language).split("（")[0].split(" (")[0]
        return text("topic_first", self.language, topic=short, said=said)

    def _inherited(self, found: Found) -> bool:
        above = self.pack.line(found.about)[1:]
        return found.fact.topic in above and found.fact.topic != self.pack.event.root and not found.fact.contact

    def said(self, fact: Fact) -> str:
        """A fact in words, with a note on time where it has a date."""
        if fact.say is None:
            return contact_lines(Found(fact, fact.topic), self.pack, self.language)
        past = fact.say_past if fact.last_day and self.today > fact.last_day else None
        return say(past or fact.say, self.pack, self.language, self.brief) + time_note(fact, self.pack, self.today, self.language)

    def _unknown(self, unknown: Unknown) -> Reply:
        if unknown.missing and unknown.instead:
            key = {"people": "no_person", "phones": "no_phone", "emails": "no_email"}[unknown.missing]
            first = text(key, self.language, topic=topic_name(unknown.instead.fact.topic, self.pack, self.language))
            blocks, facts = [first, contact_lines(unknown.instead, self.pack, self.language)], [unknown.instead.fact]
        else:
            about = unknown.gap.about.in_(self.language) if unknown.gap else ""
            first = text("gap", self.language, about=about) if unknown.gap else text("gap_unknown", self.language)
            whom, fact = self.whom_to_ask(unknown.topic)
            blocks, facts = [first, whom], [fact]
        return self._build(Kind.FALLBACK, blocks, facts, unknown.confidence, unknown.topic)

    def whom_to_ask(self, topic: str) -> tuple[str, Fact]:
        """A line that names the contact who would know about `topic`, and its fact."""
        facts, at = contacts_of(self.pack, topic)
        fact = facts[-1] if at == self.pack.event.root else facts[0]
        contact = contact_brief(fact, self.pack, self.language)
        return text("whom_to_ask", self.language, topic=topic_name(fact.topic, self.pack, self.language), contact=contact), fact

    def _asking_back(self, outcome: Clarify | Overview, options: Sequence[Option]) -> Reply:
        if isinstance(outcome, Overview):
            topic = self.pack.topics[outcome.topic]
            fact = next((f for f in self.pack.facts_of[topic.id]), None)
            blocks = [topic.summary.in_(self.language)]
            buttons = tuple(Button(option.title) for option in options)
            return self._build(Kind.ANSWER, blocks, [fact] if fact else [], 1.0, topic.id, buttons)
        if outcome.kind:
            asked = text(f"question_{outcome.kind}", self.language)
            block = text("which_topic", self.language, question=asked)
        else:
            block = text("which_of", self.language)
        lines = [block, *(f"{number}. {option.title}" for number, option in enumerate(options, 1))]
        return self._build(Kind.CLARIFY, ["\n".join(lines)], [], None, None, tuple(Button(option.title) for option in options))

    def _titled(self, option: Option, outcome: Clarify | Overview) -> Option:
        topic = topic_name(option.topic, self.pack, self.language)
        if isinstance(outcome, Clarify):
            return replace(option, title=topic)
        kind = text(f"question_{option.kinds[0]}", self.language)
        return replace(option, title=text("option", self.language, topic=topic, question=kind))

    def _build(
        self,
        kind: Kind,
        blocks: list[str],
        facts: Sequence[Fact],
        confidence: float | None,
        topic: str | None,
        buttons: tuple[Button, ...] = (),
    ) -> Reply:
        sources = sources_of(facts)
        if sources:
            blocks = [*blocks, self.source_line(facts)]
        metadata = Metadata(
            kind=kind,
            language=self.language,
            topic=topic,
            facts=tuple(fact.id for fact in facts) if kind is Kind.ANSWER else (),
            sources=tuple(section.in_(self.language) for section in sources),
            confidence=round(confidence, 3) if confidence is not None else None,
            dates=tuple(self._dates(facts)) if kind is Kind.ANSWER else (),
        )
        return Reply("\n".join(blocks), metadata, buttons)

    def _dates(self, facts: Sequence[Fact]) -> Iterator[dict[str, str]]:
        """What a visitor may put into a calendar."""
        for fact in facts:
            days = days_to_come(fact, self.today)
            if days:
                asked = text(f"question_{fact.question.value}", self.language)
                title = text("option", self.language, topic=topic_name(fact.topic, self.pack, self.language), question=asked)
                yield {"start": days[0].isoformat(), "end": days[1].isoformat(), "title": title}

    def source_line(self, facts: Sequence[Fact]) -> str:
        """The line that names the sections of the notice; and that staff have said something otherwise since, where they have."""
        joint = "；" if self.language == "zh" else "; "
        key = "source_amended" if any(fact.amended for fact in facts) else "source"
        return text(key, self.language, sections=joint.join(section.in_(self.language) for section in sources_of(facts)))
