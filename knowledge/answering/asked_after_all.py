"""Messages that look like talk and ask something: by what was said before, by a name, by how like they are to a question."""

from __future__ import annotations

from knowledge.answering.contacts import asks_for_contact
from knowledge.answering.context import Context
from knowledge.answering.follow_up import next_step
from knowledge.answering.questions import is_bare_place, whole_question
from knowledge.answering.ranking import SURE, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact
from knowledge.understanding import OUT_OF_SCOPE, Understanding

_ALIKE = 0.45  # the likeness of a message to a phrase from which on it is no message about the world at large
_PASSING = frozenset(
    [
        "affirm",
        "deny",
        "goodbye",
        "grumble",
        "nonsense",
        "out_of_scope",
        "speak_chinese",
        "speak_english",
        "wait",
        "want_person",
        "who_are_you",
    ]
)
"""Intents of what may go on with the answer before, whatever it looks like."""


def asks_after_all(index: FactIndex, message: Understanding, intent: str, context: Context) -> bool:
    """Whether a message is to be answered though its intent is none of the questions."""
    if _is_a_name(message) or (intent == OUT_OF_SCOPE and _means_a_fact(index, message)):
        return True
    return intent in _PASSING and _goes_on(index, message, context)


def _is_a_name(message: Understanding) -> bool:
    """Whether a message is nothing but the name of somebody ("郭老师", "Ms Guo"): who they are is asked, nobody is greeted."""
    said = message.whole.text.strip(" ?.!。")
    return any(m.kind in ("person", "surname") and message.whole.text[m.start : m.end].strip() == said for m in message.whole.mentions)


def _means_a_fact(index: FactIndex, message: Understanding) -> bool:
    """Whether a message that looks like one about the world at large is much like a question that a fact answers."""
    best = rank(index, whole_question(index, message, Context())).best[0]
    return isinstance(best.candidate, Fact) and best.chance >= SURE and best.nearest >= _ALIKE


def _goes_on(index: FactIndex, message: Understanding, context: Context) -> bool:
    """Whether a message goes on with what was answered last ("再往下", "and the name?")."""
    asked = whole_question(index, message, context)
    if next_step(index, asked, context) is not None:
        return True
    return bool(context.kinds) and (asks_for_contact(asked.part, context) or is_bare_place(asked.part))
