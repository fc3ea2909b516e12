"""Amounts as people write them: "36", "1,200", "三十六", "两百", "三四十", "thirty-six", "a dozen"."""

from __future__ import annotations

import re

_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {word: value for value, word in enumerate(_ONES.split())} | {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_SCALE = {"hundred": 100, "thousand": 1000}
_MORE = {"a": 1, "an": 1, "dozen": 12, "couple": 2}
_WORDS = "|".join(sorted([*_ENGLISH, *_SCALE, *_MORE], key=len, reverse=True))
_CHINESE = r"[零〇一二三四五六七八九两俩十百千万]+"
AMOUNT = rf"((?<![\d.])(?<!\d,)\d[\d,]*(?:\.\d+)?|{_CHINESE}|\b(?:{_WORDS})(?:[\s-]+(?:and\s+)?(?:{_WORDS}))*\b)"
"""A pattern of one amount, as a group."""
_SPREAD = re.compile(r"(?P<low>[一二三四五六七八])(?P<high>[二三四五六七八九])(?P<unit>[十百])")


def amount(written: str) -> float | None:
    """The number that `written` stands for; None where it is none."""
    plain = written.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if re.fullmatch(_CHINESE, plain):
        return _chinese(plain)
    return _english(plain)


def spread(written: str) -> tuple[float, float] | None:
    """The bounds of "三四十"; None where there are none."""
    match = _SPREAD.search(written)
    if not match:
        return None
    low, high = _DIGIT[match["low"]], _DIGIT[match["high"]]
    return (low * float(_UNIT[match["unit"]]), high * float(_UNIT[match["unit"]])) if high == low + 1 else None


def _chinese(plain: str) -> float | None:
    if _SPREAD.fullmatch(plain):
        return None
    if not any(character in _UNIT for character in plain):
        return float("".join(str(_DIGIT[character]) for character in plain)) if len(plain) > 1 or plain in _DIGIT else None
    total = section = figure = 0
    for character in plain:
        if character in _DIGIT:
            figure = _DIGIT[character]
        elif character == "万":
            total, section, figure = (total + section + figure or 1) * _UNIT["万"], 0, 0
        else:
            section, figure = section + (figure or 1) * _UNIT[character], 0
    return float(total + section + figure)


def _english(plain: str) -> float | None:
    total = figure = 0
    words = [word for word in re.split(r"[\s-]+", plain) if word != "and"]
    for word in words:
        if word in _SCALE:
            total, figure = total + (figure or 1) * _SCALE[word], 0
        elif word in _ENGLISH:
            figure += _ENGLISH[word]
        elif word in _MORE:
            figure = (figure or 1) * _MORE[word]
        else:
            return None
    return float(total + figure) if words else None
