"""The time of day, asked for at the edge and handed on."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from knowledge import library


def utc_now() -> dt.datetime:
    """The moment, aware."""
    return dt.datetime.now(dt.timezone.utc)


def conference_day() -> dt.date:
    """Today in the time zone of the conference."""
    zone = ZoneInfo(library.shared().index().pack.event.timezone)
    return dt.datetime.now(zone).date()
