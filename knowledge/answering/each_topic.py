"""One question of several topics: "京津冀和成渝分别由谁承办"."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.answering.context import Context
from knowledge.answering.outcome import Answer, Found, Outcome
from knowledge.answering.questions import Asked
from knowledge.answering.ranking import Ranked, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact, Gap

OF_EACH = 0.1  # the least probability of a fact on one of several topics that are asked about at once
_SEVERAL = re.compile(r"分别|各自|各由|\brespectively\b|\beach of (?:the|them|these|those)\b|\bboth (?:of )?(?:the|them|these|those)\b")


def of_each_topic(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """The same question of each topic that is named: one fact each, of the kind that is likeliest for all; None where a
    topic has none that is likely.
    """
    if len(asked.topics) < 2 or asked.carried or not set(asked.topics) <= set(asked.named("topic")):
        return None
    topics = asked.topics[:4]
    likely = [_likely_by_kind(index, asked, topic) for topic in topics]
    kinds = set.intersection(*(set(found) for found in likely))
    if not kinds:
        return None
    kind = max(sorted(kinds), key=lambda kind: min(found[kind].chance for found in likely))
    best = [found[kind] for found in likely]
    return Answer(tuple(Found(r.candidate, t) for r, t in zip(best, topics) if isinstance(r.candidate, Fact)), min(r.chance for r in best))


def of_several(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """The likeliest facts of one kind on several parts of the same whole, where the words say that more than one is meant but
    none is named in full ("东北跟中部分别有哪几个省"); None where only one is likely.
    """
    if not _SEVERAL.search(asked.part.text):
        return None
    facts = [(r.candidate, r.chance) for r in rank(index, asked).best if isinstance(r.candidate, Fact) and r.chance >= OF_EACH]
    kinds, wholes = {fact.question for fact, _ in facts}, {index.pack.topics[fact.topic].parent for fact, _ in facts}
    topics = {fact.topic for fact, _ in facts}
    if len(topics) < 2 or len(topics) < len(facts) or len(kinds) > 1 or len(wholes) > 1:
        return None
    return Answer(tuple(Found(fact, fact.topic) for fact, _ in facts), sum(chance for _, chance in facts))


def _likely_by_kind(index: FactIndex, asked: Asked, topic: str) -> dict[str, Ranked]:
    """The facts of one topic that a question of several may mean: kind of question → the likeliest."""
    mentions = tuple(m for m in asked.part.mentions if m.kind != "topic" or m.id == topic)
    ranking = rank(index, replace(asked, topics=(topic,), part=replace(asked.part, mentions=mentions)))
    if isinstance(ranking.best[0].candidate, Gap):
        return {}
    found: dict[str, Ranked] = {}
    for ranked in ranking.best:
        fact = ranked.candidate
        if isinstance(fact, Fact) and fact.topic == topic and ranked.chance >= OF_EACH:
            found.setdefault(fact.question.value, ranked)
    return found
