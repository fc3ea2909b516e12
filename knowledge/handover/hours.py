"""When staff are there: hours of the week, public holidays, and days that are said by their date.

    mon-fri 09:00-12:00 13:30-18:00; sat 10:00-16:00; 2023-04-15..2023-04-16 08:00-20:00

A day that is said by its date has those hours, whatever else it is; a public holiday has none; a Saturday or Sunday that is worked
in the place of a holiday has those of Monday. `always` and `never` stand alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Mapping
from zoneinfo import ZoneInfo

import yaml

HOLIDAYS = Path(__file__).parent / "holidays.yml"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_LOOK_AHEAD = 370
_MIDNIGHT = dt.time.max

Span = tuple[dt.time, dt.time]
Spans = tuple[Span, ...]
_ALL_DAY: Spans = ((dt.time.min, _MIDNIGHT),)


@dataclass(frozen=True)
class Holidays:
    """off: days off. work: Saturdays and Sundays that are worked."""

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()


@dataclass(frozen=True)
class Hours:
    """The hours of each weekday, Monday first, and of single days; in one time zone."""

    zone: ZoneInfo
    week: tuple[Spans, ...] = (_ALL_DAY,) * 7
    days: Mapping[dt.date, Spans] = field(default_factory=dict)
    holidays: Holidays = Holidays()

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether staff are there at a moment."""
        here = moment.astimezone(self.zone)
        return any(first <= here.time() < last for first, last in self.of(here.date()))

    def next_opening(self, moment: dt.datetime) -> dt.datetime | None:
        """When staff are there next, in the time zone of the hours; None where they are now, or not within a year."""
        if self.is_open(moment):
            return None
        here = moment.astimezone(self.zone)
        for day in (here.date() + dt.timedelta(days=number) for number in range(_LOOK_AHEAD)):
            openings = (dt.datetime.combine(day, first, self.zone) for first, _ in self.of(day))
            found = next((opening for opening in openings if opening > here), None)
            if found is not None:
                return found
        return None

    def of(self, day: dt.date) -> Spans:
        """The hours of a day; none where it is a day off."""
        if day in self.days:
            return self.days[day]
        if day in self.holidays.off:
            return ()
        return self.week[0 if day in self.holidays.work else day.weekday()]


def read_hours(text: str, zone: ZoneInfo, holidays: Holidays = Holidays()) -> Hours:
    """The hours that a text says (see the module).

    Raises:
        ValueError: it says none; the text tells which part.
    """
    written = text.strip().lower()
    if written == "always":
        return Hours(zone)
    week: list[Spans] = [()] * 7
    days: dict[dt.date, Spans] = {}
    for part in filter(None, (part.strip() for part in ("" if written == "never" else written).split(";"))):
        when, *spans = part.split()
        found = tuple(_span(span, part) for span in spans)
        if not found or any(before[1] > after[0] for before, after in zip(found, found[1:])):
            raise ValueError(f"{part!r}: hours such as 09:00-18:00, one after the other, are missing")
        if when[0].isdigit():
            days |= dict.fromkeys(_dates(when), found)
        else:
            for number in _weekdays(when, part):
                week[number] = found
    return Hours(zone, tuple(week), days, holidays)


def read_holidays(path: Path = HOLIDAYS) -> Holidays:
    """The holidays in a file of the form of `holidays.yml`.

    Raises:
        ValueError: it is none.
        OSError: it cannot be read.
    """
    try:
        years: Mapping[int, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        off, work = (
            [day for year in years.values() for text in year[kind] for day in _dates(str(text))] for kind in ("holidays", "worked")
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not of the form of {HOLIDAYS.name} ({error})") from None
    return Holidays(frozenset(off), frozenset(work))


def _span(text: str, part: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{part!r}: {text!r} is no span such as 09:00-18:00")
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    first = dt.time(first_hour, first_minute)
    last = _MIDNIGHT if (last_hour, last_minute) == (24, 0) else dt.time(last_hour, last_minute)
    if first >= last:
        raise ValueError(f"{part!r}: {text!r} ends before it begins")
    return first, last


def _weekdays(text: str, part: str) -> Iterator[int]:
    first, _, last = text.partition("-")
    if text != "daily" and (first not in _DAYS or (last or first) not in _DAYS):
        raise ValueError(f"{part!r}: {text!r} is no day; say mon, mon-fri, daily or a date")
    start, end = (0, 6) if text == "daily" else (_DAYS.index(first), _DAYS.index(last or first))
    yield from (number % 7 for number in range(start, end + 1 if start <= end else end + 8))


def _dates(text: str) -> Iterator[dt.date]:
    first, _, last = text.partition("..")
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    yield from (start + dt.timedelta(days=number) for number in range((end - start).days + 1))
