"""Texts that a spreadsheet would take for a formula (SAFETY, 8)."""

from __future__ import annotations

import unicodedata

_BEGIN = frozenset("=+-@\N{MINUS SIGN}")
_CONTROLS = frozenset("\t\r\n")
_BLANK = frozenset("\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}")


def looks_like_one(text: str) -> bool:
    """Whether it begins with `=`, `+`, `-` or `@`, in any width and after any blanks, or with a tab or the end of a line."""
    if text[:1] in _CONTROLS:
        return True
    first = next((character for character in text if not (character.isspace() or character in _BLANK)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _BEGIN


def defused(text: str) -> str:
    """The text, after an apostrophe where it looks like a formula: spreadsheets show it and don't compute it."""
    return f"'{text}" if looks_like_one(text) else text
