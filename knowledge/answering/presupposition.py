"""Wrong beliefs in a question: what it takes for granted against what the fact says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator

from knowledge.index import FactIndex
from knowledge.pack import Fact
from knowledge.pack.schema import Question
from knowledge.text.folding import fold

_CONFIRM = re.compile(r"吧|对吗|对不|是不是|没错|right\?|isn't|correct\?|presume|i guess|i think|i heard|i believe|true that|not so\?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OPENS = re.compile(r"\b(?:when|which|what|how|who|where)\b|什么|几[号月日点时]|哪|多[久少]|何时")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_UNTIL = re.compile(
    rf"\b(?:until|till|up to|through) (?:[a-z]+ ){{0,4}}(?:\d{{1,2}}(?:st|nd|rd|th)\b|\d{{1,2}} (?:of )?{_MONTH}|{_MONTH} \d)"
    r"|(?:截止|截至|截止到|截止日期?是|开放到|可以到|能到|到)\d{1,2}月\d{1,2}[日号]?(?:为止|都|截止|才|吗)"
)
_STILL = re.compile(r"\b(?:still|in time)\b|还能|还可以|还来得及|来得及|赶得上|还行吗|还收")
_DAY = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})"
    rf"|(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<before>(?:{'|'.join(_MONTHS)})[a-z]*)"
    rf"|(?<![a-z])(?P<after>(?:{'|'.join(_MONTHS)})[a-z]*) (?P<day_after>\d{{1,2}})(?!\d)"
)


def contradicts(fact: Fact, folded: str) -> bool:
    """Whether a folded question takes something for granted that `fact` denies.

    The words that show it stand with the fact (`denies`); a question that names the right thing beside the wrong one
    ("A or B?") takes neither for granted.
    """
    denied = _denied(fact.denies.zh, fact.denies.en)
    if denied and denied.search(folded):
        return not _offers_choice(folded)
    believed = _days_believed(folded) if fact.days else frozenset()
    if believed:
        return believed.isdisjoint(fact.days)
    return fact.question is Question.DEADLINE and bool(fact.days) and _is_later(folded, max(fact.days))


def _is_later(folded: str, last: tuple[int, int]) -> bool:
    """Whether a folded question hopes that on some day, after the last one, it is not too late."""
    hoped = _days_in(folded) if _STILL.search(folded) and not _OPENS.search(folded) else frozenset()
    return bool(hoped) and min(hoped) > last


def may_bear_on(index: FactIndex, folded: str) -> bool:
    """Whether a folded question can contradict or confirm any fact: most name no day and nothing that is denied."""
    begun = ((place, index.denied.get(folded[place : place + 2], ())) for place in range(len(folded)))
    return bool(_days_in(folded)) or any(folded.startswith(word, place) for place, words in begun for word in words)


def wants_confirmation(folded: str) -> bool:
    """Whether a folded question takes something for granted and wants to hear that it is so."""
    return bool(_CONFIRM.search(folded)) and not _offers_choice(folded)


def confirms(fact: Fact, folded: str) -> bool:
    """Whether a folded question names a day that `fact` has; where it asks until when something is possible, only a deadline can."""
    if fact.question is not Question.DEADLINE and _UNTIL.search(folded):
        return False
    return bool(fact.days) and not _days_in(folded).isdisjoint(fact.days)


@lru_cache(maxsize=64)
def _days_believed(folded: str) -> frozenset[tuple[int, int]]:
    """The days that a question names and wants to be confirmed; none where it doesn't want that."""
    believes = _CONFIRM.search(folded) or (_UNTIL.search(folded) and not _OPENS.search(folded))
    return frozenset() if not believes or _offers_choice(folded) else _days_in(folded)


@lru_cache(maxsize=64)
def _days_in(folded: str) -> frozenset[tuple[int, int]]:
    return frozenset(_days(folded))


def _days(folded: str) -> Iterator[tuple[int, int]]:
    for match in _DAY.finditer(folded):
        if match["month"]:
            yield int(match["month"]), int(match["day"])
        else:
            name = match["before"] or match["after"]
            yield _MONTHS.index(name[:3]) + 1, int(match["day_before"] or match["day_after"])


@lru_cache(maxsize=4096)
def _denied(zh: tuple[str, ...], en: tuple[str, ...]) -> re.Pattern[str] | None:
    folded = [re.escape(word) for word in map(fold, (*zh, *en)) if word]
    found = (rf"(?<![a-z0-9]){word}(?![a-z0-9])" if word.isascii() else word for word in folded)
    return re.compile("|".join(found)) if folded else None


def _offers_choice(folded: str) -> bool:
    return bool(re.search(r"还是|\bor\b|\bwhether\b|或者", folded))
