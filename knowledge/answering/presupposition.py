"""Wrong beliefs in a question: what it takes for granted against what the fact says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator

from knowledge.pack import Fact
from knowledge.text.folding import fold

_CONFIRM = re.compile(r"吧|对吗|对不|是不是|没错|right\?|isn't|correct\?|presume|i guess|i think|i heard|i believe|true that|not so\?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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
    return bool(believed) and believed.isdisjoint(fact.days)


def confirms(fact: Fact, folded: str) -> bool:
    """Whether a folded question names a day that `fact` has."""
    return bool(fact.days) and not _days_in(folded).isdisjoint(fact.days)


@lru_cache(maxsize=64)
def _days_believed(folded: str) -> frozenset[tuple[int, int]]:
    """The days that a question names and wants to be confirmed; none where it doesn't want that."""
    return frozenset() if not _CONFIRM.search(folded) or _offers_choice(folded) else _days_in(folded)


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
    """What finds one of some words; None where there are none."""
    folded = [re.escape(word) for word in map(fold, (*zh, *en)) if word]
    found = (rf"(?<![a-z0-9]){word}(?![a-z0-9])" if word.isascii() else word for word in folded)
    return re.compile("|".join(found)) if folded else None


def _offers_choice(folded: str) -> bool:
    return bool(re.search(r"还是|\bor\b|\bwhether\b|或者", folded))
