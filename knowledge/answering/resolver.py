"""From a message that is understood to what is answered: the facts, a question back, or "the notice doesn't say".

The way: split the message into its questions; take over what follow-ups leave out; for each, find the contact that
is asked for, or rank the facts; claim nothing below a score.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from knowledge.answering.contacts import asks_for_contact, contacts_of, contacts_of_person, lines_asked
from knowledge.answering.context import Context, Option
from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Answer, Clarify, Found, Outcome, Overview, Resolution, Unknown
from knowledge.answering.presupposition import contradicts
from knowledge.index import FactIndex
from knowledge.index.features import mask
from knowledge.pack import Fact, Gap
from knowledge.text.concepts import concepts_in
from knowledge.text.folding import fold
from knowledge.text.segments import is_asking
from knowledge.text.tokens import tokenize
from knowledge.understanding import Part, Understanding

MOST_OPTIONS = 6
MOST_FACTS = 6
CLAIM = 0.0
CLAIM_OF_SEVERAL = 0.30
NEAREST = 0.0
EXTRA_UNDER = 0.70
EXTRA_SHARE = 0.30

_EMPTY = frozenset(
    "的了吗呢吧啊呀哦嘛呗啦么是在有我你您他它们这那哪谁个些给请问一下告诉知道想要就都也和跟与及把被让对从到为以去来发说看呀哈嗯"
    "说讲问答再又还帮能会可不没什"
) | {
    "the", "a", "an", "is", "are", "was", "do", "does", "did", "i", "we", "you", "it", "its", "they", "their", "them", "your", "our",
    "my", "me", "us", "to", "of", "for", "in", "on", "at", "by", "with", "and", "or", "so", "then", "that", "this", "there", "please",
    "hi", "hello", "ok", "can", "could", "would", "will", "about", "what", "which", "who", "whom", "when", "where", "how", "many", "much",
    "tell", "give", "know", "need", "want", "get", "have", "has", "be", "s", "no", "same", "thing", "one", "soon", "just", "thanks", "also", "xtopic",
}  # fmt: skip


class Asked(NamedTuple):
    """One question: the part that holds it and the topics that it is about. carried: taken over, not named."""

    part: Part
    topics: tuple[str, ...]
    carried: bool


def resolve(index: FactIndex, message: Understanding, context: Context) -> Resolution:
    """What to answer to `message` after `context`."""
    chosen = takes_option(message, context)
    if chosen:
        return _of_option(index, chosen, message, context)
    asked = _questions(index, message, context)
    outcomes = [_one(index, question, context) for question in asked]
    if len(asked) > 1:
        outcome = _joined(outcomes)
        if outcome is not None:
            return Resolution(outcome, _next(index, context, asked, outcome))
    whole = _ask(index, message.whole, context, ())
    outcome = _one(index, whole, context)
    return Resolution(outcome, _next(index, context, [whole], outcome))


# The questions of a message


def _questions(index: FactIndex, message: Understanding, context: Context) -> list[Asked]:
    """The parts of a message that ask, each with what stands before it without asking; topics carry on."""
    grouped: list[Part] = []
    waiting: list[Part] = []
    for clause in message.clauses:
        waiting.append(clause)
        if is_asking(clause.text) or _names_only(clause):
            grouped.append(_join(waiting) if not _names_only(clause) else clause)
            waiting = []
    asked: list[Asked] = []
    first_named = next((t for p in grouped if (t := tuple(index.relations.named(p.mentions)))), ())
    for part in grouped:
        before = next((a.topics for a in reversed(asked) if a.topics), ()) or first_named
        asked.append(_ask(index, part, context, before))
    return asked


def _join(parts: list[Part]) -> Part:
    """Parts as one; the last, which asks, gives the kind."""
    if len(parts) == 1:
        return parts[0]
    text, mentions = "", []
    for part in parts:
        offset = len(text) + 2 if text else 0
        text = f"{text}, {part.text}" if text else part.text
        mentions += [m._replace(start=m.start + offset, end=m.end + offset) for m in part.mentions]
    return Part(text, tuple(mentions), parts[-1].intents)


def _names_only(part: Part) -> bool:
    return bool(part.mentions) and not _content(part) and bool(concepts_in(part.text))


def _ask(index: FactIndex, part: Part, context: Context, before: tuple[str, ...]) -> Asked:
    named = tuple(index.relations.named(part.mentions))
    if named:
        return Asked(part, named, False)
    if before:
        return Asked(part, before, True)
    return Asked(part, context.topics, bool(context.topics))


def _content(part: Part) -> list[str]:
    """The words of a part that are neither names of topics nor words of asking."""
    text = mask(part.text, part.mentions)
    taken = {i for m in concepts_in(text) for i in range(m.start, m.end)}
    return [t.text for t in tokenize(text) if t.text not in _EMPTY and t.start not in taken]


# One question


def _one(index: FactIndex, asked: Asked, context: Context) -> Outcome:
    people = [m.id for m in asked.part.mentions if m.kind == "person"]
    if people and (asks_for_contact(asked.part) or len(_content(asked.part)) <= 3):
        found = [f for person in dict.fromkeys(people) for f in contacts_of_person(index.pack, person, list(asked.topics))]
        if found:
            lines = lines_asked(asked.part)
            return Answer(tuple(replace(f, lines=lines) for f in found), 1.0)
    if asks_for_contact(asked.part):
        return _contact(index, asked)
    if not asked.carried and asked.topics and _is_bare(asked.part):
        again = _again(index, asked, context)
        return again or _overview(index, asked.topics[0])
    if not asked.topics and len(_content(asked.part)) <= 1:
        bare = _without_topic(index, asked)
        if bare:
            return bare
    return _ranked(index, asked)


def _is_bare(part: Part) -> bool:
    """Whether a part names a topic and asks nothing ("那海归的呢?", "EO系统")."""
    return not _content(part) and not concepts_in(mask(part.text, part.mentions))


def _again(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """The last question asked again, of another topic."""
    if not context.kinds or not context.question:
        return None
    if any(kind in ("contact", "phone", "email") for kind in context.kinds):
        intents = {f"ask_{kind}": 1.0 / len(context.kinds) for kind in context.kinds}
        return _contact(index, asked._replace(part=Part(context.question, asked.part.mentions, intents)))
    question = f"{context.question} {asked.part.text}"
    shift = len(context.question) + 1
    mentions = tuple(m._replace(start=m.start + shift, end=m.end + shift) for m in asked.part.mentions)
    return _ranked(index, asked._replace(part=Part(question, mentions, asked.part.intents)))


def _contact(index: FactIndex, asked: Asked) -> Outcome:
    lines = lines_asked(asked.part)
    topics = [t for t in asked.topics if not (t == index.pack.event.root and len(asked.topics) > 1)]
    if not topics:
        return _contact_by_text(index, asked, lines) or Clarify(_contact_options(index, asked), _contact_kind(lines))
    found: list[Found] = []
    for topic in topics[:3]:
        facts, at = contacts_of(index.pack, topic)
        if at == index.pack.event.root and topic != at and asked.carried:
            facts = facts[:1]
        if len(facts) > 2 and topic != index.pack.event.root:
            return Clarify(tuple(_contact_option(index, f, lines) for f in facts[:MOST_OPTIONS]), _contact_kind(lines))
        found.extend(Found(fact, topic, lines) for fact in facts if fact not in [f.fact for f in found])
    found = [f for f in found if f.fact.contact and any(getattr(f.fact.contact, line) for line in lines)] or found[:1]
    missing = [line for line in lines if not any(getattr(f.fact.contact, line) for f in found)]
    if missing and len(missing) == len(lines):
        instead = replace(found[0], lines=(PEOPLE, PHONES, EMAILS))
        return Unknown(None, topics[0], 1.0, missing[0], instead)
    return Answer(tuple(found), 1.0)


def _contact_by_text(index: FactIndex, asked: Asked, lines: tuple[str, ...]) -> Outcome | None:
    """The contact that the words point to, where no topic is named; None where nothing does."""
    if not _content(asked.part):
        return None
    ranked = _ranking(index, asked)
    for candidate, chance in ranked[:5]:
        if isinstance(candidate, Gap):
            return _unknown(index, candidate, asked, chance) if chance >= 0.5 else None
        if candidate.contact and chance >= 0.3:
            return Answer((Found(candidate, candidate.topic, lines),), chance)
    return None


def _contact_options(index: FactIndex, asked: Asked) -> tuple[Option, ...]:
    pack = index.pack
    sections = [t for t in pack.children[pack.event.root] if pack.children[t] and contacts_of(pack, t)[1] == t]
    lines = _LINE_KINDS[lines_asked(asked.part)[0]] if lines_asked(asked.part) else "contact"
    return tuple(Option("", topic, (lines,), asked.part.text) for topic in sections[:MOST_OPTIONS])


_LINE_KINDS = {PEOPLE: "contact", PHONES: "phone", EMAILS: "email"}


def _contact_kind(lines: tuple[str, ...]) -> str:
    return _LINE_KINDS[lines[0]] if len(lines) == 1 else "contact"


def _contact_option(index: FactIndex, fact: Fact, lines: tuple[str, ...]) -> Option:
    return Option("", fact.topic, (_contact_kind(lines),))


def _without_topic(index: FactIndex, asked: Asked) -> Outcome | None:
    """A bare question ("截止?", "venue?"): the conference's own fact, or all that could be meant."""
    kind = _bare_kind(asked.part)
    if kind is None:
        return None
    root = index.pack.event.root
    if any(f.question.value == kind for f in index.pack.facts_of[root]) and kind not in ("fee", "deadline", "procedure"):
        return _ranked(index, asked._replace(topics=(root,)))
    facts = [f for f in index.pack.facts.values() if f.question.value == kind]
    topics = list(dict.fromkeys(f.topic for f in facts))
    if not topics:
        return None
    if kind == "deadline":
        return Answer(tuple(Found(f, f.topic) for f in facts if "deadline" in f.value)[:4], 1.0)
    return Clarify(tuple(Option("", topic, (kind,), asked.part.text) for topic in topics[:MOST_OPTIONS]), kind)


def _bare_kind(part: Part) -> str | None:
    words = [m.concept for m in concepts_in(part.text)]
    if not words:
        return None
    return max(words, key=lambda word: (part.chance(word), -words.index(word)))


# Ranking


def _ranking(index: FactIndex, asked: Asked) -> list[tuple[Fact | Gap, float]]:
    """Candidates with their probability, best first."""
    query = index.query(asked.part.text, asked.part.mentions, asked.topics)
    ranked = index.rank(query, top=len(index.candidates))
    scores = np.array([c.score for c in ranked])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    lookup = {**index.pack.facts, **index.pack.gaps}
    return [(lookup[c.id], float(p)) for c, p in zip(ranked[:12], chances)]


def _ranked(index: FactIndex, asked: Asked) -> Outcome:
    if len(asked.topics) > 1 and not asked.carried:
        several = _of_each_topic(index, asked)
        if several:
            return several
    query = index.query(asked.part.text, asked.part.mentions, asked.topics)
    nearest = {c.id: c.nearest for c in index.rank(query, top=12)}
    ranking = _ranking(index, asked)
    best, chance = ranking[0]
    silent = sum(p for c, p in ranking if isinstance(c, Gap))
    if isinstance(best, Gap) or silent > 0.5:
        gap = next(c for c, _ in ranking if isinstance(c, Gap))
        return _unknown(index, gap if isinstance(best, Gap) and chance > 0.35 else None, asked, silent)
    if chance < CLAIM or nearest[best.id] < NEAREST:
        return _unknown(index, None, asked, chance)
    extra = tuple(
        c for c, p in ranking[1:4] if isinstance(c, Fact) and c.contact is None and p >= EXTRA_SHARE * chance and _related(index, c, best)
    )
    about = next((t for t in asked.topics if t in index.pack.below(best.topic)), best.topic)
    found = Found(best, about, wrong=contradicts(best, asked.part.text), lines=(PEOPLE, PHONES, EMAILS) if best.contact else ())
    return Answer((found,), chance, extra if chance < EXTRA_UNDER else ())


def _of_each_topic(index: FactIndex, asked: Asked) -> Outcome | None:
    """The same question of each topic that is named; None where one of them has no good answer of its own."""
    found: list[Found] = []
    chances = []
    for topic in asked.topics[:4]:
        best, chance = _ranking(index, asked._replace(topics=(topic,), part=_only(asked.part, topic)))[0]
        if isinstance(best, Gap) or best.topic != topic or chance < CLAIM_OF_SEVERAL:
            return None
        found.append(Found(best, topic))
        chances.append(chance)
    if len({f.fact.question for f in found}) > 1:
        return None
    return Answer(tuple(found), min(chances))


def _only(part: Part, topic: str) -> Part:
    return replace(part, mentions=tuple(m for m in part.mentions if m.kind != "topic" or m.id == topic))


def _related(index: FactIndex, a: Fact, b: Fact) -> bool:
    return a.topic == b.topic or a.topic in index.pack.line(b.topic) or b.topic in index.pack.line(a.topic)


def _unknown(index: FactIndex, gap: Gap | None, asked: Asked, chance: float) -> Unknown:
    topic = gap.topic if gap else next(iter(asked.topics), index.pack.event.root)
    return Unknown(gap, topic, chance)


# Several questions


def _joined(outcomes: list[Outcome]) -> Outcome | None:
    """The outcomes of several questions as one answer; None where that would not answer them."""
    answers = [o for o in outcomes if isinstance(o, Answer) and o.confidence >= CLAIM_OF_SEVERAL]
    if len(answers) < 2 or len(answers) < len(outcomes) - 1:
        return None
    found: dict[str, Found] = {}
    for answer in answers:
        for one in answer.found:
            known = found.get(one.fact.id)
            lines = tuple(dict.fromkeys((*(known.lines if known else ()), *one.lines)))
            found[one.fact.id] = replace(one, lines=lines)
    if len(found) < 1:
        return None
    return Answer(tuple(found.values())[:MOST_FACTS], min(a.confidence for a in answers))


# Choices that were offered


def takes_option(message: Understanding, context: Context) -> Option | None:
    """The option of those offered last that a message takes, by its number or title; None where it takes none."""
    said = message.whole.text.strip(" .。")
    for number, option in enumerate(context.options, 1):
        if said == fold(option.title) or said in (str(number), f"第{number}个", f"选{number}"):
            return option
    return None


def _of_option(index: FactIndex, option: Option, message: Understanding, context: Context) -> Resolution:
    intents = {f"ask_{kind}": 1.0 / len(option.kinds) for kind in option.kinds}
    asked = Asked(Part(option.question, (), intents), (option.topic,), False)
    if any(kind in ("contact", "phone", "email") for kind in option.kinds):
        outcome = _contact(index, asked)
    else:
        facts = [f for f in index.pack.facts_of[option.topic] if f.question.value in option.kinds]
        outcome = Answer(tuple(Found(f, option.topic) for f in facts[:3]), 1.0) if facts else _overview(index, option.topic)
    return Resolution(outcome, _next(index, context, [asked], outcome))


def _overview(index: FactIndex, topic: str) -> Overview:
    kinds = list(dict.fromkeys(f.question.value for f in index.pack.facts_of[topic]))
    return Overview(topic, tuple(Option("", topic, (kind,)) for kind in kinds[: MOST_OPTIONS - 1]))


def _next(index: FactIndex, context: Context, asked: list[Asked], outcome: Outcome) -> Context:
    """What the next message inherits."""
    last = asked[-1]
    question = mask(last.part.text, last.part.mentions)
    if isinstance(outcome, Answer):
        facts = tuple(f.fact.id for f in outcome.found)
        topics = last.topics if last.topics and not last.carried else (outcome.found[-1].fact.topic,)
        if last.carried and any(outcome.found[-1].fact.topic in index.pack.line(t) for t in last.topics):
            topics = last.topics
        kinds = tuple(dict.fromkeys(k for f in outcome.found for k in _kinds(f)))
        return replace(context, topics=topics[:2], question=question, kinds=kinds, facts=facts, options=())
    if isinstance(outcome, (Clarify, Overview)):
        topics = (outcome.topic,) if isinstance(outcome, Overview) else context.topics
        return replace(context, topics=topics, question=question, options=outcome.options)
    return replace(context, topics=last.topics[:2] or context.topics, question=question, options=())


def _kinds(found: Found) -> tuple[str, ...]:
    if found.fact.contact:
        return tuple(_LINE_KINDS[line] for line in found.lines) or ("contact",)
    return (found.fact.question.value,)
