"""What nothing leads to: topics without facts, names that no fact uses, sections that a fact cannot stand for."""

from __future__ import annotations

import re
from typing import Iterator

from knowledge.check.finding import Finding, error
from knowledge.check.texts import values, wordings
from knowledge.pack import Pack


def orphans(pack: Pack) -> Iterator[Finding]:
    """Topics and names that no answer can reach. (Unknown topics, names and `next` are errors of loading.)"""
    for topic in pack.topics:
        if not pack.facts_of[topic] and not pack.children[topic]:
            yield error(f"topic {topic}", "it has neither a fact nor a topic below it")
    used = _used(pack)
    for id_ in pack.names.by_id:
        if id_ not in used:
            yield error(f"name {id_}", "no fact uses it")
    for fact in pack.facts.values():
        if fact.next == fact.id:
            yield error(f"{fact.id} next", "it leads to itself")


def _used(pack: Pack) -> set[str]:
    said = {id_ for text in wordings(pack) for id_ in re.findall(r"\{(\w+)\}", text.text)}
    return said | {value for fact in pack.facts.values() for value in values(fact.value)}
