"""Where a place belongs, of parts of a whole that list their members (the regional boards and their provinces)."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.answering.context import Context
from knowledge.answering.outcome import Answer, Found, Outcome
from knowledge.answering.presupposition import wants_confirmation
from knowledge.answering.questions import Asked
from knowledge.answering.ranking import SURE, rank
from knowledge.index import FactIndex
from knowledge.pack import Fact, Pack
from knowledge.pack.schema import Question
from knowledge.text.folding import fold
from knowledge.text.places import places_in

_WHOSE = re.compile(
    r"\b(?:which|whose|what) (?:\w+ ){0,3}?(?:section|board|zone|block)\b|\bwhere (?:do|would|should|are) (?:we|i)\b"
    r"|(?:哪|啥|什么)(?:一)?(?:个|块)?(?:\w{0,4}?)(?:板块|展区|区|块)|[归属]谁|归哪|属于哪|归到哪"
)
_MOSTLY = 0.5


def of_member(index: FactIndex, asked: Asked, _: Context) -> Outcome | None:
    """The lists of members that the places in a question stand in: where it asks which part they belong to, or takes one for a
    member of another part.

    None where no place is named, or one that no part lists.
    """
    places = list(dict.fromkeys(places_in(asked.part.text)))
    if not places or asked.part.chance(Question.CHOICE.value, Question.ORGANISER.value) < _MOSTLY:
        return None
    lists = _lists(index.pack)
    homes = {place: fact for place in places for fact in lists if place in _members(fact)}
    named = [] if asked.carried else [fact for fact in lists if fact.topic in asked.topics]
    if named:
        return _corrected(index.pack, asked, list(homes.values()), named)
    if len(homes) < len(places) or (asked.topics and not asked.carried) or not _asks_where(index, asked, list(homes.values())):
        return None
    found = {home.id: Found(home, home.topic) for home in homes.values()}
    return Answer(tuple(found.values()), 1.0)


def _asks_where(index: FactIndex, asked: Asked, homes: list[Fact]) -> bool:
    """Whether a question is which part something belongs to: it says so in so many words, or is of several places, and the ranking
    agrees ("which section for firms from Shenzhen?", not "which section of the Shenzhen forum?").
    """
    several = len(homes) > 1 and asked.part.chance(Question.CHOICE.value) >= SURE
    if not several and not _WHOSE.search(asked.part.text):
        return False
    whole = index.pack.topics[homes[0].topic].parent
    return whole in index.pack.line(rank(index, asked).best[0].candidate.topic)


def _corrected(pack: Pack, asked: Asked, homes: list[Fact], named: list[Fact]) -> Outcome | None:
    """Where the one place belongs that is taken for a member of a part that is named, and who is one."""
    wholes = {pack.topics[fact.topic].parent for fact in named}
    strays = list(dict.fromkeys(home.id for home in homes if home not in named and pack.topics[home.topic].parent in wholes))
    if len(strays) != 1 or not wants_confirmation(asked.part.text):
        return None
    home = pack.facts[strays[0]]
    return Answer((Found(home, home.topic, wrong=True), *(Found(fact, fact.topic) for fact in named[:1])), 1.0)


def _lists(pack: Pack) -> list[Fact]:
    """The facts that list places, each for one of several parts of a whole."""
    choices = (f for f in pack.facts.values() if f.question is Question.CHOICE and isinstance(f.value.get("items"), list))
    lists = [fact for fact in choices if _members(fact)]
    parts = Counter(pack.topics[fact.topic].parent for fact in lists)
    return [fact for fact in lists if parts[pack.topics[fact.topic].parent] > 1]


def _members(fact: Fact) -> set[str]:
    """The places of a list, by the keys of `knowledge.text.places`."""
    items = fact.value["items"]
    assert isinstance(items, list)
    return {place for item in items if isinstance(item, dict) for place in places_in(fold(str(item.get("zh", ""))))}
