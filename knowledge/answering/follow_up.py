"""Answers to what goes on with the question before: the next step, the same of another topic or place."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answering import contact_answer
from knowledge.answering.contacts import asks_for_contact
from knowledge.answering.context import Context, Option
from knowledge.answering.grid import MOST_OPTIONS
from knowledge.answering.outcome import Answer, Found, Outcome, Overview
from knowledge.answering.questions import Asked, again, is_bare, is_bare_place, weight, whole_question
from knowledge.answering.ranked_answer import of_ranking
from knowledge.answering.ranking import ALIKE, SURE, VERY_SURE, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact
from knowledge.text.concepts import concepts_in
from knowledge.text.places import without_places
from knowledge.understanding import Understanding

PASSING = frozenset(
    {
        "goodbye",
        "who_are_you",
        "affirm",
        "deny",
        "wait",
        "nonsense",
        "grumble",
        "speak_chinese",
        "speak_english",
        "out_of_scope",
        "want_person",
    }
)
"""Intents of what may go on with the answer before, whatever it looks like."""


def means_a_fact(index: FactIndex, message: Understanding) -> bool:
    """Whether a message that looks like one about the world at large is much like a question that a fact answers."""
    best = rank(index, whole_question(index, message, Context())).best[0]
    return isinstance(best.candidate, Fact) and best.chance >= SURE and best.nearest >= ALIKE


def is_a_name(message: Understanding) -> bool:
    """Whether a message is nothing but the name of somebody ("郭老师", "Ms Guo"): who they are is asked, nobody is greeted."""
    said = message.whole.text.strip(" ?.!。")
    return any(m.kind in ("person", "surname") and message.whole.text[m.start : m.end].strip() == said for m in message.whole.mentions)


def follows_on(index: FactIndex, message: Understanding, context: Context) -> bool:
    """Whether a message that looks like small talk goes on with what was answered last ("再往下", "and the name?")."""
    asked = whole_question(index, message, context)
    if _next_step(index, asked, context) is not None:
        return True
    return bool(context.kinds) and (asks_for_contact(asked.part, context) or is_bare_place(asked.part))


def of_next_step(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """The step after the one that was given last."""
    step = _next_step(index, asked, context)
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


def _next_step(index: FactIndex, asked: Asked, context: Context) -> Fact | None:
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
    return of_ranking(index, repeated, rank(index, repeated))


def overview(index: FactIndex, topic: str) -> Overview:
    """What can be asked of a topic."""
    kinds = list(dict.fromkeys(f.question.value for f in index.pack.facts_of[topic]))
    return Overview(topic, tuple(Option("", topic, (kind,)) for kind in kinds[: MOST_OPTIONS - 1]))
