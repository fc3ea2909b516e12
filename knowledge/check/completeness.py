"""Both languages everywhere, enough phrases, dates where a date is asked for, texts that are not too long."""

from __future__ import annotations

import re
from typing import Iterator

from knowledge.check.finding import Finding, error, warning
from knowledge.check.texts import HAN_CHARACTER, LANGUAGES, Text, texts, values
from knowledge.figures import figures_in
from knowledge.pack import Fact, Pack, Phrases
from knowledge.pack.schema import Question

FEWEST_ASKS = 6
LONGEST = {"zh": 240, "en": 700}
_DATED = {Question.TIME, Question.DEADLINE}
_UNDATED = re.compile(
    r"全年|常态化|年底|不定期|长期|日常|择期|适时|定期|会期|没有写|没有给|没有列|没有定|未写明|未列|没有说|没写|"
    r"year.?round|regularly|end of the year|long[- ]term|day to day|from time to time|during the conference|"
    r"notice (?:gives|names|sets|lists) no|doesn't|does not"
)


def completeness(pack: Pack) -> Iterator[Finding]:
    """What is missing in either language, or too long."""
    for text in texts(pack):
        yield from _text(text)
    for topic in pack.topics.values():
        yield from _both(f"topic {topic.id} aliases", topic.aliases, needed=True)
    for id_, name in pack.names.by_id.items():
        yield from _both(f"name {id_} aliases", name.aliases, needed=False)
    for gap in pack.gaps.values():
        yield from _both(f"{gap.id} asks", gap.asks, needed=True)
    for fact in pack.facts.values():
        yield from _fact(fact)


def _text(text: Text) -> Iterator[Finding]:
    script = HAN_CHARACTER if text.language == "zh" else "[A-Za-z]"
    if not re.search(script, re.sub(r"\{\w+\}", "名name", text.text)):
        yield error(text.place, f"no word of {text.language} stands in it")
    if len(text.text) > LONGEST[text.language]:
        yield warning(text.place, f"{len(text.text)} characters; {LONGEST[text.language]} are enough")


def _both(place: str, phrases: Phrases, needed: bool) -> Iterator[Finding]:
    for language in LANGUAGES:
        if not phrases.in_(language) and (needed or list(phrases)):
            yield error(place, f"there are none in {language}")


def _fact(fact: Fact) -> Iterator[Finding]:
    for language in LANGUAGES:
        asks = len(fact.asks.in_(language))
        if asks < FEWEST_ASKS:
            yield error(f"{fact.id} asks.{language}", f"{asks} phrases; at least {FEWEST_ASKS} are needed")
    if fact.question in _DATED and fact.last_day is None:
        if any(figures_in(v).days for v in values(fact.value)):
            yield error(f"{fact.id} value", "a date stands in quotes and is no date: that it has passed cannot be known")
        elif not (fact.say and _UNDATED.search(fact.say.zh) and _UNDATED.search(fact.say.en)):
            yield error(f"{fact.id} value", "it tells a time and has neither a date nor says that there is none (全年, year-round …)")
