"""Long texts in parts that Telegram takes: cut between lines, else between sentences, else between words, else where it must be."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4096
"""Of a message, in UTF-16 code units, as Telegram counts."""
_ENDS = (re.compile(r"(?=\n\n)"), re.compile(r"(?=\n)"), re.compile(r"(?<=[。！？；])|(?<=[.!?;])(?=\s)"), re.compile(r"(?=\s)"))
"""Places to cut at, the best first."""
_SHORTEST = 0.5
"""A part is at least so full, where a weaker cut allows it."""


def split(text: str, longest: int = LONGEST) -> list[str]:
    """The parts of a text, none of which is longer than `longest` or blank."""
    parts, rest = [], text.strip()
    while units(rest) > longest:
        cut = _cut(rest, longest)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def _cut(text: str, longest: int) -> int:
    most = _fitting(text, longest)
    for place, end in enumerate(_ENDS):
        cuts = [match.start() for match in end.finditer(text, 1, most + 2) if match.start() <= most]
        if cuts and (cuts[-1] >= most * _SHORTEST or place == len(_ENDS) - 1):
            return cuts[-1]
    return _between_characters(text, most)


def _fitting(text: str, longest: int) -> int:
    """How many characters fit."""
    count = 0
    for index, character in enumerate(text):
        count += 2 if ord(character) > 0xFFFF else 1
        if count > longest:
            return index
    return len(text)


def _between_characters(text: str, most: int) -> int:
    """Not before what belongs to the character in front of it: accents, joiners, variation selectors."""
    cut = most
    while cut > most // 2 and (unicodedata.combining(text[cut]) or unicodedata.category(text[cut]) in {"Mn", "Me", "Cf"}):
        cut -= 1
    return cut
