"""Answers to what goes on with the question before: the next step, the same of another topic or place."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answering import contact_answer
from knowledge.answering.context import Context, Option
from knowledge.answering.grid import MOST_OPTIONS
from knowledge.answering.outcome import Answer, Found, Outcome, Overview
from knowledge.answering.questions import Asked, again, is_bare, is_bare_place, weight
from knowledge.answering.ranked_answer import of_ranking
from knowledge.answering.ranking import VERY_SURE, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact, Gap
from knowledge.text.concepts import concepts_in
from knowledge.text.places import without_places

LEAST_ALIKE = 0.02  # the least probability of a fact of the same kind at which it goes before likelier ones


def of_next_step(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """The step after the one that was given last."""
    step = next_step(index, asked, context)
    return Answer((Found(step, step.topic),), 1.0) if step else None


def of_bare_place(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """A place alone: the last question, asked of it."""
    if not (asked.carried and context.question and context.kinds and is_bare_place(asked.part)):
        return None
    best = rank(index, asked).best[0]
    if isinstance(best.candidate, Fact) and best.candidate.question.value in context.kinds and best.chance >= VERY_SURE:
        return Answer((Found(best.candidate, best.candidate.topic),), best.chance)
    repeated = again(without_places(context.question), replace(asked, topics=()), context.kinds)
    return of_ranking(index, repeated, rank(index, repeated))


def of_bare_topic(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """A topic alone: the last question, asked of it; else what can be asked."""
    if not asked.topics or asked.carried or not is_bare(asked.part):
        return None
    return _repeated(index, asked, context) or overview(index, asked.topics[0])


def next_step(index: FactIndex, asked: Asked, context: Context) -> Fact | None:
    """The fact after the one given last, where the message asks what comes then."""
    given = [index.pack.facts[id_] for id_ in context.facts if id_ in index.pack.facts]
    following = [f.next for f in given if f.next and f.next not in context.facts]
    words = {m.concept for m in concepts_in(asked.part.text)}
    if not following or "next" not in words or (asked.topics and not asked.carried) or weight(asked.part) > 3:
        return None
    return index.pack.facts[following[-1]]


def _repeated(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """The last question, asked of another topic."""
    if not context.kinds or not context.question:
        return None
    repeated = again(context.question, asked, context.kinds)
    if any(kind in contact_answer.CONTACT_KINDS for kind in context.kinds):
        return contact_answer.of_topic(index, repeated)
    ranking = rank(index, repeated)
    alike = next((f for r in ranking.facts if (f := _alike(r.candidate, asked, context)) and r.chance >= LEAST_ALIKE), None)
    if alike and alike is not ranking.best[0].candidate:
        return Answer((Found(alike, alike.topic),), 1.0)
    return of_ranking(index, repeated, ranking)


def _alike(candidate: Fact | Gap, asked: Asked, context: Context) -> Fact | None:
    """A fact that says of the topic what the last answer said of another; None where it says something else."""
    fits = isinstance(candidate, Fact) and candidate.topic in asked.topics and candidate.question.value in context.kinds
    return candidate if fits and isinstance(candidate, Fact) else None


def overview(index: FactIndex, topic: str) -> Overview:
    """What can be asked of a topic."""
    kinds = list(dict.fromkeys(f.question.value for f in index.pack.facts_of[topic]))
    return Overview(topic, tuple(Option("", topic, (kind,)) for kind in kinds[: MOST_OPTIONS - 1]))
