"""Answers that a ranking allows: a fact, the steps or the choice that several facts belong to, or that the notice is silent."""

from __future__ import annotations

import re

from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Answer, Found, Outcome, Unknown
from knowledge.answering.presupposition import contradicts
from knowledge.answering.questions import Asked, content
from knowledge.answering.ranking import EXTRA, Ranking, extras, may_claim
from knowledge.index import FactIndex
from knowledge.index.features import mask
from knowledge.pack import Fact, Gap
from knowledge.pack.schema import Question
from knowledge.text.concepts import concepts_in
from knowledge.understanding import GAP

ENOUGH = 0.5  # the probability of an answer at which it needs no second look
_HOW = re.compile(r"怎么|怎样|咋|如何|\bhow (?:do|can|to|should|does|would)\b|\b(?:have|need) to do\b|\bshould i do\b")


def of_ranking(index: FactIndex, asked: Asked, ranking: Ranking) -> Outcome:
    """What the ranking allows to be said."""
    near = asked.part.kinds().get(GAP, 0.0)
    best = ranking.best[0]
    if not may_claim(ranking, near):
        gap = ranking.gap if isinstance(best.candidate, Gap) and best.chance > 0.3 else None
        named = next((t for t in asked.topics if t != index.pack.event.root), None)
        topic = named or (gap.topic if gap else index.pack.event.root)
        return Unknown(gap, topic, max(ranking.silent, best.chance))
    fact = best.candidate
    assert isinstance(fact, Fact)
    related = {fact.topic, *index.pack.line(fact.topic), *index.pack.below(fact.topic)} - {index.pack.event.root} | {fact.topic}
    about = next((t for t in asked.topics if fact.topic in index.pack.line(t)), fact.topic)
    lines = (PEOPLE, PHONES, EMAILS) if fact.contact else ()
    more = extras(ranking, related)
    whole = _overview_of_steps(index, asked, fact, more) or _choice_among_all(index, ranking)
    if whole:
        return Answer((Found(whole, about if whole.topic == fact.topic else whole.topic),), best.chance)
    found = Found(fact, about, lines, wrong=contradicts(fact, asked.part.text))
    return Answer((found,), best.chance, more)


def _overview_of_steps(index: FactIndex, asked: Asked, fact: Fact, more: tuple[Fact, ...]) -> Fact | None:
    """The fact that tells all steps of a procedure, where several of them are about as likely or the question names none of them."""
    steps: dict[str, Fact] = {}
    for step in index.pack.facts_of[fact.topic]:
        if step.next:
            steps.setdefault(step.next, step)
    if not (fact.id in steps or fact.next):
        return None
    if not _asks_how(asked) and not any(f.id in steps or f.next for f in more if f.topic == fact.topic):
        return None
    head = fact
    while head.id in steps:
        head = steps[head.id]
    return steps.get(head.next or "", head)


def _asks_how(asked: Asked) -> bool:
    """Whether a question says nothing but "how" of its topic ("how do I exhibit?")."""
    text = mask(asked.part.text, asked.part.mentions)
    return not content(asked.part) and _HOW.search(text) is not None and len(concepts_in(text)) == 1


def _choice_among_all(index: FactIndex, ranking: Ranking) -> Fact | None:
    """The fact that tells which part of a whole suits whom, where no part is likely enough and several are about as likely."""
    best = ranking.best[0]
    if best.chance >= ENOUGH or not is_choice(best.candidate):
        return None
    whole = index.pack.topics[best.candidate.topic].parent
    likely = [r.candidate for r in ranking.facts if r.chance >= EXTRA * best.chance and is_choice(r.candidate)]
    choices = [choice for choice in likely if whole in index.pack.line(choice.topic)[:2]]
    if len(choices) < 2:
        return None
    common = set.intersection(*(set(index.pack.line(c.topic)) for c in choices)) - {index.pack.event.root}
    wholes = [f for f in index.pack.facts.values() if is_choice(f) and f.topic in common]
    return max(wholes, key=lambda f: len(index.pack.line(f.topic)), default=None)


def is_choice(candidate: Fact | Gap) -> bool:
    """Whether it is a fact that tells what suits whom."""
    return isinstance(candidate, Fact) and candidate.question is Question.CHOICE
