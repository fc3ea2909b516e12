"""What a message wants, by its parts: which of them says it, and which intents that part has."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.service import FORMS
from knowledge.text.concepts import concepts_in
from knowledge.text.segments import is_asking, is_question
from knowledge.understanding import ASK, NEAR, Part, Understanding

_TALK = frozenset({"greet", "goodbye", "thank", "how_are_you", "praise", "grumble", "wait", "affirm", "deny", "out_of_scope"})
_TOLD = frozenset({*FORMS, "complaint"})
"""What a story looks like whose last clause asks something."""
_CLEARLY = 0.5
_SURELY = 0.9
_DO_IT = re.compile(
    r"\b(?:can|could|would|will|may|please|kindly) (?:you |i ask you to |please )*(?:to )?"
    r"(?:publish|post|list|put|enter|register|add|upload|record|place|submit|file)\b|\bhow about (?:you |adding|listing|posting|putting)"
    r"|[帮替给](?:我|我们|忙|咱|咱们)?(?:把.{1,12})?(?:发布|登记|挂|录|填|报|登|发到)"
)
"""How the assistant is asked to file something."""
_WAYS = frozenset({f"{ASK}procedure", f"{ASK}contact", f"{ASK}phone", f"{ASK}email", f"{ASK}choice"})
"""What whoever wishes to file asks as well."""
_SETTLED = frozenset({f"{ASK}time", f"{ASK}deadline", f"{ASK}venue"})
"""What is answered though somebody complains; who can help, only staff can tell."""


def asking(message: Understanding) -> Part:
    """The part of a message that says what it wants: the whole; or, where that is talk, the clause in it that asks.

    "官网发我下 谢谢", "how long is it? i must book my train": thanks and the world at large stand beside a question.
    """
    best, _ = ranked(message.whole)[0]
    if best in _TOLD:
        return _asked_of_a_story(message) or _price_asked(message.whole) or message.whole
    if best not in _TALK or len(message.clauses) < 2:
        return message.whole
    for clause in message.clauses:
        question, chance = ranked(clause)[0]
        if question.startswith(ASK) and chance >= _CLEARLY and is_asking(clause.text):
            return clause
    return message.whole


def _asked_of_a_story(message: Understanding) -> Part | None:
    """The clause that asks for a fact, of a message that tells of a plan or a grief ("we plan a forum. Which topics are welcome?")."""
    grieves = ranked(message.whole)[0][0] == "complaint"
    for clause in reversed(message.clauses if len(message.clauses) > 1 else ()):
        asks = {name: chance for name, chance in clause.intents.items() if name.startswith(ASK) and name not in _WAYS}
        fitting = {name: chance for name, chance in asks.items() if name in _SETTLED or not grieves}
        if sum(fitting.values()) >= _SURELY and is_question(clause.text) and not _DO_IT.search(clause.text):
            return clause
    return None


def _price_asked(whole: Part) -> Part | None:
    """A message as a question, where it looks like a wish to file and asks for a price: whoever does so wishes nothing yet."""
    if ranked(whole)[0][0] not in FORMS or not is_question(whole.text) or not any(m.concept == "fee" for m in concepts_in(whole.text)):
        return None
    asks = {name: chance for name, chance in whole.intents.items() if name.startswith((ASK, NEAR))}
    return replace(whole, intents=asks) if asks else None


def ranked(whole: Part) -> list[tuple[str, float]]:
    """Intents, best first: the questions come before the rest where together they are more likely than it.

    Who names a contact by name or number asks about it, and does not ask for just anybody.
    """
    intents = sorted(whole.intents.items(), key=lambda item: (-item[1], item[0]))
    questions = [(n, p) for n, p in intents if n.startswith(ASK) or n == NEAR]
    others = [(n, p) for n, p in intents if (n, p) not in questions]
    named = any(mention.kind in ("person", "contact", "surname") for mention in whole.mentions)
    if questions and (sum(p for _, p in questions) > max((p for _, p in others), default=0.0) or named):
        return [*questions, *others]
    return [*others, *questions]
