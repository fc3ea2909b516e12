"""A question about "the pavilion" or "这个板块", of which there are several, before any was talked of: which one is meant."""

from __future__ import annotations

import re

from knowledge.answering.context import Context, Option
from knowledge.answering.outcome import Clarify, Outcome
from knowledge.answering.questions import Asked, weight
from knowledge.index import FactIndex
from knowledge.understanding import GAP

_THIS, _THE = "[这那该此]一?[个座场届]?", r"\b(?:the|this|that)"
_NOUNS = {
    "馆": re.compile(rf"{_THIS}展?馆|{_THE} (?:pavilion|hall)\b(?! ?\d)"),
    "展区": re.compile(rf"{_THIS}展?区(?!域)|{_THE} zone\b"),
    "板块": re.compile(rf"{_THIS}板块|{_THE} (?:board|section)\b"),
    "招聘会": re.compile(rf"{_THIS}招聘会|{_THE} job fair\b"),
}
"""What the names of such topics end in, and how one of them is pointed at."""
_SURE, _SHORT, _MOST = 0.7, 2.0, 6


def of_some_part(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """The question back; None where a topic is named or was talked of, or the question says more than its kind."""
    if asked.topics or weight(asked.part) > _SHORT:
        return None
    kind = next((kind for kind, chance in asked.part.kinds().items() if chance >= _SURE and kind != GAP), None)
    noun = next((noun for noun, pattern in _NOUNS.items() if pattern.search(asked.part.text)), None)
    if kind is None or noun is None:
        return None
    facts = [fact for fact in index.pack.facts.values() if fact.question.value == kind]
    topics = list(dict.fromkeys(f.topic for f in facts if index.pack.topics[f.topic].name.zh.endswith(noun)))
    if len(topics) < 2:
        return None
    return Clarify(tuple(Option("", topic, (kind,), asked.part.text) for topic in topics[:_MOST]), kind)
