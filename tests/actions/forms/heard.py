"""A message as a form hears it."""

from __future__ import annotations

import datetime as dt

from actions.forms.said import Said
from knowledge.text.language import detect

TODAY = dt.date(2023, 3, 1)


def heard(text: str, intent: str = "nonsense", certainty: float = 0.9, today: dt.date = TODAY) -> Said:
    """What was written. intent, certainty: what it looks like outside any form."""
    return Said(text, intent, certainty, detect(text).reply, today)
