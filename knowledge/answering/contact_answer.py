"""Answers that give a contact: of a person or a number that is named, of a topic, or which one is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from knowledge.answering.contacts import asks_for_contact, contacts_of, contacts_of_person, lines_asked
from knowledge.answering.context import Option
from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Answer, Clarify, Found, Outcome, Unknown
from knowledge.answering.presupposition import wants_confirmation
from knowledge.answering.questions import Asked, content, places_of
from knowledge.answering.ranking import SURE_OF_KIND, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact, Gap, Pack
from knowledge.text.concepts import concepts_in
from knowledge.text.places import places_in

KIND_OF_LINE = {PEOPLE: "contact", PHONES: "phone", EMAILS: "email"}
CONTACT_KINDS = tuple(KIND_OF_LINE.values())
ALL = (PEOPLE, PHONES, EMAILS)
MOST_OPTIONS = 6
CLEARLY_AHEAD = 1.7  # in rank score
PLAUSIBLE = 0.1  # probability of another contact beside the likeliest at which the question goes back …
CERTAIN = 0.85  # … unless the likeliest is as likely as this
_CLEARLY_ELSE = 0.6  # of the questions' probability on kinds that have nothing to do with contacts


def of_named(index: FactIndex, asked: Asked) -> Answer | Clarify | None:
    """Where a person, or a number, that the question names stands; None where it names none or asks something else.

    By a surname alone: that of the only contact where one who has it stands, else a question back.
    """
    facts = [index.pack.facts[id_] for id_ in asked.named("contact")]
    if facts:
        return Answer(tuple(Found(f, f.topic, ALL) for f in facts[:3]), 1.0)
    if asked.named("surname") and not asked.named("person"):
        return _of_surname(index, asked)
    people = asked.named("person")
    kinds = asked.part.kinds()
    else_ = sum(p for kind, p in kinds.items() if kind not in ("contact", "name", "gap", "content"))
    alone = not content(asked.part)
    if not people or (else_ >= _CLEARLY_ELSE and not asks_for_contact(asked.part) and not alone):
        return None
    lines = lines_asked(asked.part)
    topics = [] if asked.carried else list(asked.topics)  # a person who is asked for anew may be meant elsewhere
    found = [f for person in people for f in contacts_of_person(index.pack, person, topics)]
    others = _others_asked(asked)
    if others:
        return Answer(tuple(Found(f.fact, f.about, (PEOPLE, *lines)) for f in found[:2]), 1.0) if found else None
    return Answer(tuple(replace(f, lines=lines) for f in found), 1.0) if found else None


def is_taken_for_another(index: FactIndex, asked: Asked, named: Outcome) -> bool:
    """Whether a question wants to hear that a contact is that of a topic which has another."""
    topics = asked.named("topic")
    if not topics or asked.carried or not isinstance(named, Answer) or not wants_confirmation(asked.part.text):
        return False
    theirs = {fact.contact for topic in topics for fact in contacts_of(index.pack, topic)[0]}
    return all(found.fact.contact not in theirs for found in named.found)


def corrected(index: FactIndex, asked: Asked) -> Outcome:
    """The contact of the topics asked about, against the one that was taken for theirs."""
    outcome = of_topic(index, asked)
    return replace(outcome, found=tuple(replace(f, wrong=True) for f in outcome.found)) if isinstance(outcome, Answer) else outcome


def _of_surname(index: FactIndex, asked: Asked) -> Answer | Clarify:
    people = set(asked.named("surname"))
    facts = [f for f in index.pack.facts.values() if f.contact and people & set(f.contact.people)]
    near = [f for f in facts if f.topic in asked.topics]
    near = near or [f for f in facts if any(f.topic in index.pack.line(t) or t in index.pack.line(f.topic) for t in asked.topics)]
    lines = lines_asked(asked.part)
    found = near or facts
    if len(found) == 1:
        return Answer((Found(found[0], found[0].topic, (PEOPLE, *(line for line in lines if line != PEOPLE))),), 1.0)
    return _which([f.topic for f in found], lines, asked)


def _others_asked(asked: Asked) -> bool:
    """Whether it is the people beside the named one that are asked for ("除了王琪还有谁")."""
    return any(word in asked.part.text for word in ("除了", "另一位", "还有一位", "besides", "other than", "apart from", "the other"))


def may_be_meant(index: FactIndex, asked: Asked) -> bool:
    """Whether a contact may be what is asked for: the kind is sure, or a word says it, or the ranking holds it for possible."""
    words = {m.concept for m in concepts_in(asked.part.text)}
    if asked.part.chance(*CONTACT_KINDS) >= SURE_OF_KIND or words & {*CONTACT_KINDS, "name"}:
        return True
    chances = [r.chance for r in rank(index, asked).facts if isinstance(r.candidate, Fact) and r.candidate.contact]
    return sum(chances) >= PLAUSIBLE


def of_topic(index: FactIndex, asked: Asked) -> Outcome:
    """The contact of the topics asked about; a question back where several could be meant."""
    lines = lines_asked(asked.part)
    root = index.pack.event.root
    topics = [t for t in asked.topics if t != root or len(asked.topics) == 1]
    topics = _narrowed(index.pack, topics, set(places_in(asked.part.text)))
    if not topics:
        return _by_words(index, asked, lines) or _which(_sections(index), lines, asked)
    found: list[Found] = []
    for topic in topics[:3]:
        facts, at = contacts_of(index.pack, topic)
        if len(facts) > 2 and at != root:
            likely = _likeliest(index, asked, facts)
            if likely:
                found.append(Found(likely, topic, lines))
                continue
            return _which([f.topic for f in facts], lines, asked)
        found += [Found(fact, topic, lines) for fact in facts if all(fact != f.fact for f in found)]
    having = [f for f in found if any(_has(f.fact, line) for line in lines)]
    if not having:
        return Unknown(None, topics[0], 1.0, lines[0], replace(found[0], lines=ALL))
    return Answer(tuple(_unlike(having)), 1.0)


def _narrowed(pack: Pack, topics: Sequence[str], places: set[str]) -> list[str]:
    """Topics; of "forums" and "Shenzhen working group", or of "forums" and "Shenzhen", what the forums have in Shenzhen."""
    for topic in topics:
        facts, at = contacts_of(pack, topic)
        others = {other: places_of(pack, other) for other in topics if other != topic}
        named = places | set().union(*others.values())
        there = [fact.topic for fact in facts if places_of(pack, fact.topic) & named]
        if at == topic and len(there) == 1 < len(facts):
            return [there[0], *(other for other, of_it in others.items() if not of_it)]
    return list(topics)


def _likeliest(index: FactIndex, asked: Asked, facts: list[Fact]) -> Fact | None:
    """The one of several contacts that the words describe; None where they describe none clearly."""
    if not content(asked.part) or rank(index, asked).best[0].chance < CERTAIN:
        return None
    query = index.query(asked.part.text, asked.part.mentions, (), asked.part.kinds())
    (first, best), (_, second), *_ = sorted(index.scores(query, [f.id for f in facts]).items(), key=lambda row: -row[1])
    return index.pack.facts[first] if best - second >= CLEARLY_AHEAD else None


def _unlike(found: list[Found]) -> list[Found]:
    """Without those that give no number that another does not."""
    kept: list[Found] = []
    for one in found:
        contact = one.fact.contact
        if not any(k.fact.contact and contact and set(contact.phones) <= set(k.fact.contact.phones) for k in kept):
            kept.append(one)
    return kept


def _has(fact: Fact, line: str) -> bool:
    return bool(getattr(fact.contact, line))


def _by_words(index: FactIndex, asked: Asked, lines: tuple[str, ...]) -> Outcome | None:
    """The contact that the words point to, where no topic is named; None where nothing does."""
    if not content(asked.part):
        return None
    ranking = rank(index, asked)
    best = ranking.best[0]
    if isinstance(best.candidate, Gap) and best.chance >= 0.5:
        return Unknown(best.candidate, best.candidate.topic, best.chance)
    facts = [r for r in ranking.facts if isinstance(r.candidate, Fact) and r.candidate.contact]
    plausible = [r.candidate.topic for r in facts if r.chance >= PLAUSIBLE]
    if len(plausible) > 1 and facts[0].chance < CERTAIN:
        return _which(plausible, lines, asked)
    if facts and facts[0].chance >= 0.2:
        fact = facts[0].candidate
        assert isinstance(fact, Fact)
        if not any(_has(fact, line) for line in lines):
            return Unknown(None, fact.topic, facts[0].chance, lines[0], Found(fact, fact.topic, ALL))
        return Answer((Found(fact, fact.topic, lines),), facts[0].chance)
    return None


def _sections(index: FactIndex) -> list[str]:
    """The main parts of the conference that have contacts."""
    pack = index.pack
    return [t for t in pack.children[pack.event.root] if pack.children[t] and contacts_of(pack, t)[1] == t]


def _which(topics: list[str], lines: tuple[str, ...], asked: Asked) -> Clarify:
    kind = KIND_OF_LINE[lines[0]] if len(lines) == 1 else "contact"
    kinds = tuple(KIND_OF_LINE[line] for line in lines)
    return Clarify(tuple(Option("", topic, kinds, asked.part.text) for topic in topics[:MOST_OPTIONS]), kind)
