"""Where a text that is too long for one message is cut: at the end of a paragraph, a sentence, a clause, a word."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 2047
"""Bytes of UTF-8 that a text message takes; the platform refuses 2,048 and more than that (45002)."""

_ENDS = (
    re.compile(r"\n"),
    re.compile(r"[。！？!?…]+[”’」』）)\"']*|[.][”’)\"']*(?=\s)"),
    re.compile(r"[；;，、,：:](?=\s|[^\x00-\x7f])"),
    re.compile(r"\s"),
)
"""The best places first. A cut of one kind is taken where it leaves at least half of what would fit."""


def size(text: str) -> int:
    """Its bytes, as the platform counts them."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, limit: int) -> int:
    """How many characters of a text make up a first part of at most `limit` bytes; at least one, so that there is an end to it."""
    if size(text) <= limit:
        return len(text)
    most = _fitting(text, limit)
    for kind in _ENDS:
        ends = [found.end() for found in kind.finditer(text, 0, most) if found.end() <= most]
        if ends and ends[-1] * 2 >= most:
            return ends[-1]
    while most > 1 and unicodedata.combining(text[most]):
        most -= 1
    return max(most, 1)


def _fitting(text: str, limit: int) -> int:
    used = 0
    for place, character in enumerate(text):
        used += size(character)
        if used > limit:
            return place
    return len(text)
