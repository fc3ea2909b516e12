"""The sentences of `texts.yml`, put together."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_COMMENT = re.compile(r"\s*(?:评价|評價|意见|意見|comment)\s*[:：]\s*(.+)", re.S | re.I)
_BEIJING = "Asia/Shanghai"


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """All texts: key → language → text or list."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return loaded


def text(key: str, language: str, **values: object) -> str:
    """The text `key` in `language`, `zh` or `en`, with `values` put in."""
    return str(texts()[key][language]).format(**values).strip()


def comment_in(said: str) -> str | None:
    """What a message says as a comment on the staff's help; None where it says that it is none."""
    found = _COMMENT.fullmatch(said)
    return found[1].strip() if found else None


@dataclass(frozen=True)
class Waiting:
    """Where a visitor is in the queue. wait: the usual one, in seconds, None where nothing was measured; here: whether somebody of
    the staff has the desk open; patience: seconds after which the visitor is told that nobody came.
    """

    place: int
    wait: float | None
    here: bool
    patience: float

    def said(self, key: str, language: str) -> str:
        """`queued`, `requeued` or `still_waiting`, with place and waiting time."""
        place = texts()["place_next" if self.place == 1 else "place"][language].format(place=self.place)
        return text(key, language, place=place, wait=self._wait(language))

    def _wait(self, language: str) -> str:
        if not self.here:
            key, minutes = "nobody_here", math.ceil(self.patience / 60)
        elif self.wait is None:
            return ""
        else:
            key, minutes = "wait_short" if self.wait < 60 else "wait_measured", round(self.wait / 60)
        return str(texts()[key][language]).format(minutes=minutes)


def closed(opening: dt.datetime | None, now: dt.datetime, language: str) -> str:
    """That staff are away, and when they are back. opening: in the time zone of the hours."""
    if opening is None:
        return text("closed_for_long", language)
    return text("closed", language, opening=_opening(opening, now.astimezone(opening.tzinfo), language))


def _opening(opening: dt.datetime, here: dt.datetime, language: str) -> str:
    days = (opening.date() - here.date()).days
    key = {0: "opening_today", 1: "opening_tomorrow"}.get(days, "opening_day")
    zone = text("beijing", language) if str(opening.tzinfo) == _BEIJING else str(opening.tzinfo)
    return text(
        key,
        language,
        time=f"{opening:%H:%M}",
        month=opening.month,
        day=opening.day,
        weekday=texts()["weekdays"][language][opening.weekday()],
        month_name=texts()["month_names"][language][opening.month - 1],
        zone=zone,
    )
