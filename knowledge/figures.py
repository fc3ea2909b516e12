"""Dates, phone numbers, e-mail and web addresses in a text of either language, each in one form."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DASH = "[-–—~至到]"
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?!\d)")
_WEBSITE = re.compile(r"(?:https?://)?(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|cn|org|net|gov|edu|io|hk)(?:/[\w./-]*)?(?![\w@])", re.I | re.A)
_ZH_DAY = re.compile(
    rf"(?:(\d{{4}})\s*年\s*)?(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日?"
    rf"(?:{_DASH}\s*(?:(\d{{1,2}})\s*月)?\s*(\d{{1,2}}))?\s*日"
)
_EN_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})(?:\s*(?:{_DASH}|and|to)\s*(\d{{1,2}}))?\s+({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<![A-Za-z0-9.@])((?:19|20)\d\d)(?![A-Za-z0-9@])")


class Figures(NamedTuple):
    """What can be checked to the letter. days: `MM-DD`, or `YYYY-MM-DD` where the year stands with it; years: `YYYY`."""

    days: frozenset[str]
    years: frozenset[str]
    phones: frozenset[str]
    emails: frozenset[str]
    websites: frozenset[str]


def figures_in(text: str) -> Figures:
    """The figures of `text`, which may be Chinese, English or both."""
    emails = frozenset(_EMAIL.findall(text))
    text = _EMAIL.sub(" ", text)
    phones = frozenset(_PHONE.findall(text))
    text = _PHONE.sub(" ", text)
    websites = frozenset(match.group().lower() for match in _WEBSITE.finditer(text))
    days = frozenset([*_zh_days(text), *_en_days(text), *_iso_days(text)])
    return Figures(days, frozenset(_YEAR.findall(text)), phones, emails, websites)


def month_days(days: frozenset[str]) -> frozenset[str]:
    """Days as `MM-DD`, with or without their years."""
    return frozenset(day[-5:] for day in days)


def _zh_days(text: str) -> Iterator[str]:
    for year, month, first, second_month, last in _ZH_DAY.findall(text):
        yield _day(year, int(month), int(first))
        if last:
            yield _day(year, int(second_month or month), int(last))


def _en_days(text: str) -> Iterator[str]:
    for first, last, month, year in _EN_DAY.findall(text):
        for day in filter(None, (first, last)):
            yield _day(year, _MONTHS.index(month) + 1, int(day))


def _iso_days(text: str) -> Iterator[str]:
    for year, month, day in _ISO_DAY.findall(text):
        yield _day(year, int(month), int(day))


def _day(year: str, month: int, day: int) -> str:
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
