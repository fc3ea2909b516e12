"""From a message that is understood to what is answered: the facts, a question back, or "the notice doesn't say".

The way: take what was offered; split the message into its questions; for each, give the contact that is asked for,
repeat the last question of a new topic, go to the next step, or rank the facts; claim nothing below a score.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Sequence

from knowledge.answering import contact_answer
from knowledge.answering.contacts import asks_for_contact, contacts_of
from knowledge.answering.context import Context, Option
from knowledge.answering.each_topic import of_each_place, of_each_topic
from knowledge.answering.editions import gap_of_editions, other_edition
from knowledge.answering.grid import MOST_OPTIONS, on_grid
from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Answer, Clarify, Found, Outcome, Overview, Resolution, Unknown
from knowledge.answering.presupposition import contradicts
from knowledge.answering.questions import Asked, again, content, is_bare, is_bare_place, questions, weight, whole_question
from knowledge.answering.ranking import EXTRA, SURE, Ranking, extras, may_claim, rank
from knowledge.answering.some_part import of_some_part
from knowledge.index import FactIndex
from knowledge.index.features import mask
from knowledge.pack import Fact, Gap
from knowledge.pack.schema import Question
from knowledge.text.concepts import concepts_in
from knowledge.text.folding import fold
from knowledge.text.places import places_in, without_places
from knowledge.understanding import GAP, Part, Understanding

MOST_FACTS = 6
ENOUGH = 0.5  # the probability of an answer to the whole message at which its one question is not asked by itself
SURELY_SILENT = 0.9  # likewise of its being silent
VERY_SURE = 0.9  # the probability of a fact at which it goes before another of its topic that is of the kind asked for
OTHERWISE = 0.5  # the least probability of what a question means beside what another has for its answer
_HOW = re.compile(r"怎么|怎样|咋|如何|\bhow (?:do|can|to|should|does|would)\b|\b(?:have|need) to do\b|\bshould i do\b")
_CONTACT_KINDS = ("contact", "phone", "email")
PASSING = frozenset(
    {"goodbye", "who_are_you", "affirm", "deny", "wait", "nonsense", "speak_chinese", "speak_english", "out_of_scope", "want_person"}
)


def resolve(index: FactIndex, message: Understanding, context: Context) -> Resolution:
    """What to answer to `message` after `context`."""
    chosen = takes_option(message, context)
    if chosen:
        asked = Asked(Part(chosen.question, (), _intents(chosen.kinds)), (chosen.topic,))
        outcome = _of_option(index, chosen, asked)
        return Resolution(outcome, _next(index, context, asked, outcome))
    asked_ = questions(index, message, context)
    if len(asked_) > 1:
        joined = _joined(index, _each(index, asked_, context))
        if joined:
            return Resolution(joined, _next(index, context, asked_[-1], joined))
    whole = whole_question(index, message, context)
    outcome = _with_contact(index, whole, _one(index, whole, context))
    for asked in asked_:
        better = None if _sure(outcome) else _one(index, asked, context)
        if better and _sure(better):
            return Resolution(better, _next(index, context, asked, better))
    return Resolution(outcome, _next(index, context, whole, outcome))


def _sure(outcome: Outcome) -> bool:
    """Whether an outcome needs no second look: not so an uncertain answer to a message that says more than its question."""
    if isinstance(outcome, (Answer, Unknown)):
        return outcome.confidence >= (ENOUGH if isinstance(outcome, Answer) else SURELY_SILENT)
    return True


def takes_option(message: Understanding, context: Context) -> Option | None:
    """The option of those offered last that a message takes, by its number or title; None where it takes none."""
    said = message.whole.text.strip(" .。")
    named = {m.id for m in message.whole.mentions if m.kind == "topic"}
    if context.options and named and is_bare(message.whole):
        fitting = [option for option in context.options if option.topic in named]
        if len(fitting) == 1:
            return fitting[0]
    for number, option in enumerate(context.options, 1):
        if said == fold(option.title) or said in (str(number), f"第{number}个", f"选{number}", f"no. {number}"):
            return option
    return None


def follows_on(index: FactIndex, message: Understanding, context: Context) -> bool:
    """Whether a message that looks like small talk goes on with what was answered last ("再往下", "and the name?")."""
    asked = whole_question(index, message, context)
    if _next_step(index, asked, context) is not None:
        return True
    return bool(context.kinds) and (asks_for_contact(asked.part, context) or is_bare_place(asked.part))


def _each(index: FactIndex, asked_: Sequence[Asked], context: Context) -> list[Outcome]:
    """The outcomes of several questions.

    Where one has the very answer of another before it, it means something else: the next best, if that is likely enough.
    """
    outcomes: list[Outcome] = []
    said: set[str] = set()
    for one in asked_:
        asked = _about_the_same(index, one, outcomes)
        outcome = _one(index, asked, context)
        ids = _ids(outcome)
        if ids and ids <= said and isinstance(outcome, Answer) and not outcome.found[0].lines:
            other = _ranked(index, asked, rank(index, asked, frozenset(said)))
            outcome = other if isinstance(other, Answer) and other.confidence >= OTHERWISE else outcome
        said |= _ids(outcome)
        outcomes.append(outcome)
    return outcomes


def _about_the_same(index: FactIndex, asked: Asked, before: Sequence[Outcome]) -> Asked:
    """A question that names no topic, about that of the answer before it ("the show of the IT schools, who runs it?")."""
    last = before[-1] if before else None
    if asked.topics or places_in(asked.part.text) or not isinstance(last, Answer) or last.found[-1].fact.topic == index.pack.event.root:
        return asked
    return replace(asked, topics=(last.found[-1].fact.topic,), carried=True)


def _ids(outcome: Outcome) -> set[str]:
    return {found.fact.id for found in outcome.found} if isinstance(outcome, Answer) else set()


def _one(index: FactIndex, asked: Asked, context: Context) -> Outcome:
    """The outcome of one question: of the ways to answer, the first that does."""
    ways = (
        _of_another_edition,
        _of_next_step,
        _of_bare_place,
        _of_contact,
        _of_bare_topic,
        of_some_part,
        _of_short_question,
        of_each_topic,
        of_each_place,
    )
    found = (way(index, asked, context) for way in ways)
    return next((outcome for outcome in found if outcome), None) or _ranked(index, asked, rank(index, asked))


def _of_another_edition(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    if not other_edition(index.pack, asked.part.text):
        return None
    return Unknown(gap_of_editions(index.pack, asked.part.text), index.pack.event.root, 1.0)


def _of_next_step(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    step = _next_step(index, asked, context)
    return Answer((Found(step, step.topic),), 1.0) if step else None


def _of_bare_place(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """A place alone: the last question, asked of it."""
    if not (asked.carried and context.question and context.kinds and is_bare_place(asked.part)):
        return None
    repeated = again(without_places(context.question), replace(asked, topics=()), context.kinds)
    return _ranked(index, repeated, rank(index, repeated))


def _of_contact(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    named = contact_answer.of_named(index, asked)
    return named or (contact_answer.of_topic(index, asked) if asks_for_contact(asked.part, context) else None)


def _of_short_question(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """A fact by topic and kind; not where the words surely mean another of the topic itself, the less so one of a topic above."""
    outcome = on_grid(index, asked)
    if not isinstance(outcome, Answer):
        return outcome
    ranking, least = rank(index, asked), VERY_SURE if outcome.found[0].fact.topic in asked.topics else SURE
    best = ranking.best[0]
    meant = isinstance(best.candidate, Fact) and best.chance >= least and best.candidate.topic in asked.topics
    return None if meant and may_claim(ranking, asked.part.kinds().get(GAP, 0.0)) else outcome


def _of_bare_topic(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    """A topic alone: the last question, asked of it; else what can be asked."""
    if not asked.topics or asked.carried or not is_bare(asked.part):
        return None
    return _repeated(index, asked, context) or _overview(index, asked.topics[0])


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
    if any(kind in _CONTACT_KINDS for kind in context.kinds):
        return contact_answer.of_topic(index, repeated)
    return _ranked(index, repeated, rank(index, repeated))


def _ranked(index: FactIndex, asked: Asked, ranking: Ranking) -> Outcome:
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
    if best.chance >= ENOUGH or not _is_choice(best.candidate):
        return None
    whole = index.pack.topics[best.candidate.topic].parent
    likely = [r.candidate for r in ranking.facts if r.chance >= EXTRA * best.chance and _is_choice(r.candidate)]
    choices = [choice for choice in likely if whole in index.pack.line(choice.topic)[:2]]
    if len(choices) < 2:
        return None
    common = set.intersection(*(set(index.pack.line(c.topic)) for c in choices)) - {index.pack.event.root}
    wholes = [f for f in index.pack.facts.values() if _is_choice(f) and f.topic in common]
    return max(wholes, key=lambda f: len(index.pack.line(f.topic)), default=None)


def _is_choice(candidate: Fact | Gap) -> bool:
    return isinstance(candidate, Fact) and candidate.question is Question.CHOICE


def _with_contact(index: FactIndex, asked: Asked, outcome: Outcome) -> Outcome:
    """An organiser with the contact beside it, where it is asked who is in charge."""
    words = {m.concept for m in concepts_in(asked.part.text)}
    if not isinstance(outcome, Answer) or len(outcome.found) > 1 or "contact" not in words:
        return outcome
    fact = outcome.found[0].fact
    facts, at = contacts_of(index.pack, fact.topic)
    if fact.question is not Question.ORGANISER or at == index.pack.event.root:
        return outcome
    return replace(outcome, found=(*outcome.found, *(Found(f, f.topic, (PEOPLE, PHONES)) for f in facts[:2])))


def _joined(index: FactIndex, outcomes: list[Outcome]) -> Answer | None:
    """The answers to several questions as one; None where fewer than two of them are answered.

    Where one is about a part of a whole, what tells which part suits whom is left out.
    """
    answers = [o for o in outcomes if isinstance(o, Answer)]
    found: dict[str, Found] = {}
    for one in (one for answer in answers for one in answer.found):
        known = found.get(one.fact.id)
        lines = tuple(dict.fromkeys((*(known.lines if known else ()), *one.lines)))
        found[one.fact.id] = replace(one, lines=lines)
    if len(answers) < 2 or not found:
        return None
    wholes = {above for one in found.values() for above in index.pack.line(one.fact.topic)[1:]}
    kept = [one for one in found.values() if not (_is_choice(one.fact) and one.fact.topic in wholes)]
    return Answer(tuple(kept)[:MOST_FACTS], min(a.confidence for a in answers))


def _of_option(index: FactIndex, option: Option, asked: Asked) -> Outcome:
    if any(kind in _CONTACT_KINDS for kind in option.kinds):
        return contact_answer.of_topic(index, asked)
    facts = [f for f in index.pack.facts_of[option.topic] if f.question.value in option.kinds]
    return Answer(tuple(Found(f, option.topic) for f in facts[:3]), 1.0) if facts else _overview(index, option.topic)


def _overview(index: FactIndex, topic: str) -> Overview:
    kinds = list(dict.fromkeys(f.question.value for f in index.pack.facts_of[topic]))
    return Overview(topic, tuple(Option("", topic, (kind,)) for kind in kinds[: MOST_OPTIONS - 1]))


def _next(index: FactIndex, context: Context, asked: Asked, outcome: Outcome) -> Context:
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


def _intents(kinds: tuple[str, ...]) -> dict[str, float]:
    return {f"ask_{kind}": 1.0 / len(kinds) for kind in kinds}
