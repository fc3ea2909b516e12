"""The grid of question × topic: for questions that say hardly more than their kind ("截止?", "venue?", "and who runs it?")."""

from __future__ import annotations

from knowledge.answering.context import Context, Option
from knowledge.answering.outcome import Answer, Clarify, Found, Outcome
from knowledge.answering.questions import Asked, weight
from knowledge.answering.ranking import CLAIM, SURE, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact, Gap
from knowledge.pack.schema import Question
from knowledge.text.concepts import concepts_in
from knowledge.text.places import places_in
from knowledge.understanding import GAP

MOST_OPTIONS = 6
SURE_OF_KIND = 0.7
LEAST_OF_KIND = 0.02
SURE_OF_DEADLINE, MOSTLY_DEADLINE = 0.9, 0.5
_DEADLINE = Question.DEADLINE.value
SHORT = 0.5  # words of content
_NOT_OF_THE_WHOLE = ("fee", _DEADLINE, "procedure")  # kinds that a bare question never means the whole conference by


def on_grid(index: FactIndex, asked: Asked) -> Outcome | None:
    """The outcome of a question of hardly more than its kind; None where it is more than that, or the grid is empty."""
    kind = _kind_named(asked) if weight(asked.part) <= SHORT else None
    if kind is None or (asked.carried and places_in(asked.part.text)):  # a place leads elsewhere
        return None
    root = index.pack.event.root
    for topic in asked.topics:
        for above in index.pack.line(topic):
            if (above == root and topic != root) or (above != topic and asked.carried and asked.part.kinds().get(kind, 0.0) < SURE_OF_KIND):
                break
            found = _on_grid(index, asked, above, kind)
            if found:
                return Answer((Found(found, topic),), 1.0)
    if asked.topics and asked.topics != (root,):
        return None
    if kind not in _NOT_OF_THE_WHOLE:
        found = _on_grid(index, asked, root, kind)
        return Answer((Found(found, root),), 1.0) if found else None
    return _all_of_kind(index, asked, kind)


def of_some_deadline(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """All deadlines, where the question is surely for one, and the ranking does not see which; where a topic is named, only if a
    word says so, too.
    """
    says_so = any(m.concept == _DEADLINE for m in concepts_in(asked.part.text))
    if asked.part.kinds().get(_DEADLINE, 0.0) < (MOSTLY_DEADLINE if says_so else SURE_OF_DEADLINE):
        return None
    best = rank(index, asked).best[0]
    seen = isinstance(best.candidate, Gap) or best.candidate.question is Question.DEADLINE
    if asked.topics in ((), (index.pack.event.root,)):
        is_lost = best.chance < SURE or not seen
    else:
        is_lost = says_so and best.chance < (CLAIM if seen else SURE)
    return _all_of_kind(index, asked, _DEADLINE) if is_lost else None


def _kind_named(asked: Asked) -> str | None:
    """The kind that is asked for: as the classifier is sure of it, else as a word names it that it finds likely.

    A follow-up wants more likeliness than a question that names its topic: its words may go on with something else.
    """
    kinds = {kind: chance for kind, chance in asked.part.kinds().items() if kind != GAP}
    likely = max(kinds, key=lambda kind: kinds[kind], default=None)
    if likely == "time" and any(m.concept == "deadline" for m in concepts_in(asked.part.text)):
        return _DEADLINE
    if likely is None or kinds[likely] >= SURE_OF_KIND:
        return likely
    least = kinds[likely] / 2 if asked.carried else LEAST_OF_KIND
    words = [m.concept for m in concepts_in(asked.part.text) if kinds.get(m.concept, 0.0) >= least]
    return max(words, key=lambda word: (kinds[word], -words.index(word))) if words else None


def _on_grid(index: FactIndex, asked: Asked, topic: str, kind: str) -> Fact | None:
    """The fact of one kind on one topic; of several, the likeliest by the words."""
    facts = {f.id: f for f in index.pack.facts_of[topic] if f.question.value == kind}
    if len(facts) < 2:
        return next(iter(facts.values()), None)
    query = index.query(asked.part.text, asked.part.mentions, (topic,), {kind: 1.0})
    scores = index.scores(query, facts)
    return facts[max(scores, key=lambda id_: scores[id_])]


def _all_of_kind(index: FactIndex, asked: Asked, kind: str) -> Outcome | None:
    """All that could be meant: the deadlines at once, since they are few; else a question back."""
    facts = [f for f in index.pack.facts.values() if f.question.value == kind]
    if kind == _DEADLINE:
        return Answer(tuple(Found(f, f.topic) for f in facts if "deadline" in f.value)[:3], 1.0)
    likely = [r.candidate.topic for r in rank(index, asked).facts if r.candidate in facts]
    topics = list(dict.fromkeys(likely if len(likely) > 1 else (*likely, *(f.topic for f in facts))))
    return Clarify(tuple(Option("", topic, (kind,), asked.part.text) for topic in topics[:MOST_OPTIONS]), kind) if topics else None
