"""Time awareness: a date says whether it has passed, and how many days are left."""

from __future__ import annotations

import datetime as dt

from knowledge.pack import Fact, Pack
from knowledge.pack.schema import Question
from knowledge.wording.texts import text

_DATED = {Question.TIME, Question.DEADLINE}


def time_note(fact: Fact, pack: Pack, today: dt.date, language: str) -> str:
    """What is to be said of a fact's date on `today`; empty where it has none or its wording says it already."""
    if fact.question not in _DATED or fact.last_day is None:
        return ""
    if today > fact.last_day:
        if fact.say_past:
            return ""
        over = fact.last_day == pack.event.dates.end
        return text("passed_event" if over else "passed", language)
    first = _first_day(fact)
    days = ((fact.last_day if fact.question is Question.DEADLINE else first) - today).days
    if days < 0:
        return ""
    if days == 0:
        return text("last_day_today", language)
    return text("days_left_one" if days == 1 else "days_left", language, days=days)


def days_to_come(fact: Fact, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a time or a deadline that is not past; None where a fact tells neither."""
    if fact.question not in _DATED or fact.last_day is None or today > fact.last_day:
        return None
    return (fact.last_day if fact.question is Question.DEADLINE else _first_day(fact)), fact.last_day


def _first_day(fact: Fact) -> dt.date:
    days = [d for v in fact.value.values() for d in (v if isinstance(v, list) else [v]) if isinstance(d, dt.date)]
    return min(days)
