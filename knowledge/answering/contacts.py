"""Whom to ask: the contacts of a topic, of the topics around it, or of a person."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Found
from knowledge.index import FactIndex
from knowledge.pack import Fact, Pack
from knowledge.text.concepts import concepts_in
from knowledge.text.tokens import tokenize
from knowledge.understanding import Part, Understanding

_LINES = {"phone": PHONES, "email": EMAILS, "contact": PEOPLE, "name": PEOPLE}
_ENOUGH = 0.5
_ENOUGH_WITH_WORD = {"phone": 0.1, "email": 0.1, "contact": 0.3}
_SHORT = 4  # words of a follow-up that says nothing else


def asks_for_contact(part: Part, context: Context = Context()) -> bool:
    """Whether a part asks whom to reach, or how: by its kind of question, or by a word and some of the kind.

    After a contact was given, a bare "and the name?" asks for more of it.
    """
    if set(context.kinds) & {"contact", "phone", "email"} and _more_of_it(part):
        return True
    chance = part.chance("contact", "phone", "email")
    words = {m.concept for m in concepts_in(part.text)}
    if context.kinds and "contact" in words and len(tokenize(part.text)) <= _SHORT and part.chance("organiser") < _ENOUGH:
        return True  # "with whom?", after an answer; not "led by whom?"
    return chance >= _ENOUGH or any(word in words and chance >= least for word, least in _ENOUGH_WITH_WORD.items())


def _more_of_it(part: Part) -> bool:
    words = {m.concept for m in concepts_in(part.text)}
    return bool(words & {"name", "phone", "email", "contact"}) and len(tokenize(part.text)) <= 8 and not part.mentions


def lines_asked(part: Part) -> tuple[str, ...]:
    """The parts of a contact that are asked for, in the order asked; all of them where just the contact is."""
    words = [_LINES[m.concept] for m in concepts_in(part.text) if m.concept in _LINES]
    named = tuple(dict.fromkeys(line for line in words if line != PEOPLE))
    if named:
        return (PEOPLE, *named) if PEOPLE in words and _names_person(part) else named
    likely = max(("contact", "phone", "email"), key=part.chance)
    return (PEOPLE, PHONES, EMAILS) if likely == "contact" else (_LINES[likely],)


def _names_person(part: Part) -> bool:
    return any(word in part.text for word in ("联系人", "负责人", "名字", "姓名", "contact name", "contact person", "name", "who"))


def contacts_of(pack: Pack, topic: str) -> tuple[list[Fact], str]:
    """The contact facts for `topic`, and the topic that they are given for.

    Its own; else those of the nearest topic above that has some, of its own or in parts below it (the forum
    section has one in Beijing and one in Shenzhen).
    """
    for above in pack.line(topic):
        own = _own(pack, above)
        if own:
            return own, above
        below = [fact for child in pack.children[above] for fact in _own(pack, child)]
        if below:
            return below, above
    return [], pack.event.root


def contacts_of_person(pack: Pack, person: str, topics: list[str]) -> list[Found]:
    """Where a person stands as a contact; only in `topics` (or around them) where that leaves some."""
    facts = [fact for fact in pack.facts.values() if fact.contact and person in fact.contact.people]
    near = [f for f in facts if any(f.topic in pack.line(t) or t in pack.line(f.topic) for t in topics if t != pack.event.root)]
    return [Found(fact, fact.topic, (PHONES, EMAILS), person) for fact in near or facts]


def section_named(index: FactIndex, message: Understanding, context: Context) -> str:
    """The topic that a message is about, whose contact is to be named: what it names, what was talked of, else the root."""
    named = index.relations.named(message.whole.mentions)
    return next(iter((*named, *context.topics)), index.pack.event.root)


def _own(pack: Pack, topic: str) -> list[Fact]:
    return [fact for fact in pack.facts_of[topic] if fact.contact]
