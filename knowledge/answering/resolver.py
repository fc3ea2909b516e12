"""From a message that is understood to what is answered: the facts, a question back, or "the notice doesn't say".

The way: take what was offered; split the message into its questions; for each, give the contact that is asked for,
repeat the last question of a new topic, go to the next step, or rank the facts; claim nothing below a score.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from knowledge.answering import contact_answer
from knowledge.answering.contacts import asks_for_contact, contacts_of
from knowledge.answering.context import Context, Option
from knowledge.answering.each_topic import of_each_topic, of_several
from knowledge.answering.editions import gap_of_editions, other_edition
from knowledge.answering.follow_up import of_bare_place, of_bare_topic, of_next_step, overview
from knowledge.answering.grid import of_some_deadline, on_grid
from knowledge.answering.inheritance import inherited
from knowledge.answering.membership import of_member
from knowledge.answering.outcome import PEOPLE, PHONES, Answer, Found, Outcome, Resolution, Unknown
from knowledge.answering.questions import Asked, is_bare, questions, whole_question
from knowledge.answering.ranked_answer import ENOUGH, is_choice, of_ranking
from knowledge.answering.ranking import SURE, VERY_SURE, may_claim, points_back, rank
from knowledge.answering.some_part import of_some_part
from knowledge.index import FactIndex
from knowledge.pack import Fact
from knowledge.pack.schema import Question
from knowledge.text.concepts import concepts_in
from knowledge.text.folding import fold
from knowledge.text.places import places_in
from knowledge.understanding import GAP, Part, Understanding

MOST_FACTS = 6
SURELY_SILENT = 0.9  # the probability of its being silent at which the one question of a message is not asked by itself
OTHERWISE = 0.5  # the least probability of what a question means beside what another has for its answer


def resolve(index: FactIndex, message: Understanding, context: Context) -> Resolution:
    """What to answer to `message` after `context`."""
    chosen = takes_option(message, context)
    if chosen:
        asked = Asked(Part(chosen.question, (), _intents(chosen.kinds)), (chosen.topic,))
        outcome = _of_option(index, chosen, asked)
        return Resolution(outcome, inherited(index, context, asked, outcome))
    asked_ = questions(index, message, context)
    if len(asked_) > 1:
        joined = _joined(index, _each(index, asked_, context))
        if joined:
            return Resolution(joined, inherited(index, context, asked_[-1], joined))
    whole = whole_question(index, message, context)
    outcome = _with_contact(index, whole, _one(index, whole, context))
    for asked in asked_:
        better = None if _sure(outcome) else _one(index, asked, context)
        if better and _sure(better):
            return Resolution(better, inherited(index, context, asked, better))
    return Resolution(outcome, inherited(index, context, whole, outcome))


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


def _each(index: FactIndex, asked_: Sequence[Asked], context: Context) -> list[Outcome]:
    """The outcomes of several questions.

    Where one has the very answer of another before it, it means something else: the next best, if that is likely enough.
    One that only names another topic asks the same of it ("who runs the returnee fair, and the graduates' one?").
    """
    outcomes: list[Outcome] = []
    said: set[str] = set()
    here = context
    for one in asked_:
        asked = _about_the_same(index, one, outcomes)
        outcome = _one(index, asked, here if is_bare(asked.part) else context)
        here = inherited(index, context, asked, outcome)
        ids = _ids(outcome)
        if ids and ids <= said and isinstance(outcome, Answer) and not outcome.found[0].lines:
            other = of_ranking(index, asked, rank(index, asked, frozenset(said)))
            outcome = other if isinstance(other, Answer) and other.confidence >= OTHERWISE else outcome
        said |= _ids(outcome)
        outcomes.append(outcome)
    return outcomes


def _about_the_same(index: FactIndex, asked: Asked, before: Sequence[Outcome]) -> Asked:
    """A question that names no topic, about that of the answer before it ("the show of the IT schools, who runs it?")."""
    last = before[-1] if before else None
    if isinstance(last, Answer) and asked.carried and last.found[-1].fact.topic in index.pack.below(asked.topics[0]):
        return replace(asked, topics=(last.found[-1].fact.topic,))  # of the conference, what the answer before was about
    if asked.topics or places_in(asked.part.text) or not isinstance(last, Answer) or last.found[-1].fact.topic == index.pack.event.root:
        return asked
    best = rank(index, asked).best[0]
    if isinstance(best.candidate, Fact) and best.chance >= VERY_SURE and not points_back(asked.part.text):
        return asked  # it says itself what it is about
    return replace(asked, topics=(last.found[-1].fact.topic,), carried=True)


def _ids(outcome: Outcome) -> set[str]:
    return {found.fact.id for found in outcome.found} if isinstance(outcome, Answer) else set()


def _one(index: FactIndex, asked: Asked, context: Context) -> Outcome:
    """The outcome of one question: of the ways to answer, the first that does."""
    ways = (
        _of_another_edition,
        of_next_step,
        of_bare_place,
        _of_contact,
        of_bare_topic,
        of_some_part,
        _of_short_question,
        of_each_topic,
        of_several,
        of_member,
        of_some_deadline,
    )
    found = (way(index, asked, context) for way in ways)
    return next((outcome for outcome in found if outcome), None) or of_ranking(index, asked, rank(index, asked))


def _of_another_edition(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    if not other_edition(index.pack, asked.part.text):
        return None
    return Unknown(gap_of_editions(index.pack, asked.part.text), index.pack.event.root, 1.0)


def _of_contact(index: FactIndex, asked: Asked, context: Context) -> Outcome | None:
    named = contact_answer.of_named(index, asked)
    if named and contact_answer.is_taken_for_another(index, asked, named):
        return contact_answer.corrected(index, asked)
    if named or not asks_for_contact(asked.part, context):
        return named
    return contact_answer.of_topic(index, asked) if contact_answer.may_be_meant(index, asked) else None


def _of_short_question(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """A fact by topic and kind; not where the words surely mean another of the topic itself, the less so one of a topic above."""
    outcome = on_grid(index, asked)
    if not isinstance(outcome, Answer):
        return outcome
    ranking, least = rank(index, asked), VERY_SURE if outcome.found[0].fact.topic in asked.topics else SURE
    best = ranking.best[0]
    topics = set(asked.topics)
    if asked.named("body"):  # "which board of the hall is theirs?"
        topics.update(below for topic in asked.topics for below in index.pack.below(topic))
    meant = isinstance(best.candidate, Fact) and best.chance >= least and best.candidate.topic in topics
    return None if meant and may_claim(ranking, asked.part.kinds().get(GAP, 0.0)) else outcome


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
    kept = [one for one in found.values() if not (is_choice(one.fact) and one.fact.topic in wholes)]
    return Answer(tuple(kept)[:MOST_FACTS], min(a.confidence for a in answers))


def _of_option(index: FactIndex, option: Option, asked: Asked) -> Outcome:
    if any(kind in contact_answer.CONTACT_KINDS for kind in option.kinds):
        return contact_answer.of_topic(index, asked)
    facts = [f for f in index.pack.facts_of[option.topic] if f.question.value in option.kinds]
    return Answer(tuple(Found(f, option.topic) for f in facts[:3]), 1.0) if facts else overview(index, option.topic)


def _intents(kinds: tuple[str, ...]) -> dict[str, float]:
    return {f"ask_{kind}": 1.0 / len(kinds) for kind in kinds}
