"""Times as staff read them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from desk.texts import text


def clock(moment: dt.datetime, now: dt.datetime, zone: ZoneInfo, language: str) -> str:
    """The time of day; with the date where it is not today's."""
    there, here = moment.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return text("time_of_day", language, date=day(there.date(), language, here.date().year), time=f"{there:%H:%M}")


def day(value: dt.date, language: str, year: int | None = None) -> str:
    """A date; without its year where that is `year`."""
    key = "date_short" if value.year == year else "date_long"
    return text(key, language, year=value.year, month=value.month, day=value.day, month_name=f"{value:%b}")


def ago(seconds: float, language: str) -> str:
    """How long since."""
    return text("just_now", language) if seconds < 60 else text("ago", language, span=span(seconds, language))


def span(seconds: float, language: str) -> str:
    """A time as one or two whole numbers: "45 s", "12 min", "3 h 20 min", "1 d 4 h", "5 d"."""
    if seconds < 60:
        return text("span_seconds", language, n=max(0, round(seconds)))
    minutes = int(seconds // 60)
    if minutes < 60:
        return text("span_minutes", language, n=minutes)
    hours, left = divmod(minutes, 60)
    if hours < 24:
        return text("span_hours", language, n=hours, m=left)
    days, hours = divmod(hours, 24)
    return text("span_days", language, n=days) if days > 2 else text("span_day", language, n=days, h=hours)
