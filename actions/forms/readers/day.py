"""The day that a forum would like: a date, or words where it is none."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from actions.forms.readers.amounts import amount
from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.texts import day_said
from knowledge.service import Service
from knowledge.text.folding import as_written

_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_NAME = "|".join(_MONTHS)
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+(?P<n>{_NAME})[a-z]*\.?(?:,?\s*(?P<y>20\d\d))?", re.I),
    re.compile(rf"\b(?P<n>{_NAME})[a-z]*\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<y>20\d\d))?", re.I),
)
_ORDER = (
    re.compile(r"第一天|首日|头一天|\bfirst day\b|\bday one\b|\bopening day\b", re.I),
    re.compile(r"第二天|次日|最后一天|\bsecond day\b|\blast day\b|\bday two\b", re.I),
)
_LONGEST = 60


class Day(Reader):
    """{"date": ISO} or {"words": …}; a date without a year is taken for the year of the conference."""

    strict = False

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The day; whatever else is said stays as words."""
        start = service.pack.event.dates.start
        found = _date(said.plain, start.year)
        if isinstance(found, Found):
            return found.value
        if found:
            return Trouble("trouble_day")
        for after, pattern in enumerate(_ORDER):
            if pattern.search(said.plain):
                return {"date": (start + dt.timedelta(days=after)).isoformat()}
        if not 2 <= len(said.plain) <= _LONGEST:
            return Trouble("trouble_day")
        return {"words": said.written}

    def volunteered(self, said: Said) -> Found | None:
        """A date with its month; the year where none is said is that of the message's day."""
        found = _date(said.plain, said.today.year)
        return found if isinstance(found, Found) else None

    def shown(self, value: Any, service: Service) -> str:
        """The date, or the words."""
        return day_said(dt.date.fromisoformat(value["date"]), service.language) if "date" in value else as_written(value["words"])


def _date(plain: str, year: int) -> Found | bool:
    """The first date; True where what looks like one is no day of the calendar, False where nothing does."""
    for pattern in _FORMS:
        match = pattern.search(plain)
        if match:
            named = match.groupdict()
            month = _MONTHS[named["n"].lower()] if named.get("n") else int(amount(named["m"]) or 0)
            try:
                day = dt.date(int(named.get("y") or year), month, int(amount(named["d"]) or 0))
            except ValueError:
                return True
            return Found({"date": day.isoformat()}, *match.span())
    return False
