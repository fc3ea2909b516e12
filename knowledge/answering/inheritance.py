"""What the next message inherits of an answer: what the conversation is about, and what was asked."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answering import contact_answer
from knowledge.answering.context import Context
from knowledge.answering.outcome import Answer, Clarify, Found, Outcome, Overview
from knowledge.answering.questions import Asked
from knowledge.index import FactIndex
from knowledge.index.features import mask


def inherited(index: FactIndex, context: Context, asked: Asked, outcome: Outcome) -> Context:
    """What the next message inherits."""
    question = mask(asked.part.text, asked.part.mentions)
    if isinstance(outcome, Answer):
        topics = _topics_after(index, asked, outcome)
        kinds = tuple(dict.fromkeys(k for f in outcome.found for k in _kinds(f)))
        facts = tuple(f.id for f in (*(f.fact for f in outcome.found), *outcome.extra))
        return replace(context, topics=topics, question=question, kinds=kinds, facts=facts, options=())
    if isinstance(outcome, Overview):
        return replace(context, topics=(outcome.topic,), question="", kinds=(), options=outcome.options)
    if isinstance(outcome, Clarify):
        return replace(context, question=question, options=outcome.options)
    return replace(context, topics=asked.topics[:2] or context.topics, question=question, options=())


def _topics_after(index: FactIndex, asked: Asked, answer: Answer) -> tuple[str, ...]:
    """What the conversation is about after an answer: the topics asked about where the facts are theirs or stand above
    them, else the topic of the last fact.
    """
    given = [f.fact.topic for f in answer.found]
    own = [t for t in asked.topics if any(topic in index.pack.line(t) for topic in given)]
    below = [topic for topic in given if any(t in index.pack.line(topic)[1:] for t in asked.topics)]
    if own and not below and own != [index.pack.event.root]:
        return tuple(own[:2])
    return (given[-1],)


def _kinds(found: Found) -> tuple[str, ...]:
    if found.fact.contact:
        return tuple(contact_answer.KIND_OF_LINE[line] for line in found.lines) or ("contact",)
    return (found.fact.question.value,)
