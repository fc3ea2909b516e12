"""Numbers as people write them: digits, and Chinese numerals up to 99."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?")


def integer(text: str) -> int | None:
    """The number that `text` writes, as digits or as a Chinese numeral below 100; None where it is none."""
    if text.isdecimal():
        return int(text)
    if text in _DIGITS:
        return _DIGITS[text]
    match = _TENS.fullmatch(text)
    if not match:
        return None
    return (_DIGITS[match[1]] if match[1] else 1) * 10 + (_DIGITS[match[2]] if match[2] else 0)
