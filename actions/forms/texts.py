"""The sentences of the forms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from knowledge.wording.texts import Texts

text = Texts(Path(__file__).parent / "texts.yml")


def day_said(day: dt.date, language: str) -> str:
    """A day in words."""
    return text("day", language, 0, year=day.year, month=day.month, day=day.day, name=day.strftime("%B"))


def days_said(first: dt.date, last: dt.date, language: str) -> str:
    """Days from the first to the last one."""
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_said(first, language)}–{day_said(last, language)}"
    return text("days", language, 0, year=first.year, month=first.month, day=first.day, last=last.day, name=first.strftime("%B"))
