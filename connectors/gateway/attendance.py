"""Whether staff can be had: by the hours, by who has the desk open, and whether there is a desk at all."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Callable

from knowledge import library
from knowledge.handover.hours import Hours
from records.accounts import members
from records.database import Session

_KNOWN_FOR = 5.0


@dataclass
class Attendance:
    """hours: when staff are there. patience: seconds until a visitor whom nobody answers is told so. idle: seconds until a member of
    staff who does nothing loses a conversation. today: a day to rehearse.
    """

    hours: Hours
    patience: float = 600.0
    idle: float = 900.0
    today: Callable[[], dt.date] | None = None
    _desk: tuple[float, bool] = field(default=(float("-inf"), False), init=False)

    def is_there_a_desk(self, session: Session) -> bool:
        """Whether there are any staff at all; as it was up to a few seconds ago."""
        asked, found = self._desk
        if time.monotonic() - asked > _KNOWN_FOR:
            found = members.there_are_any(session)
            self._desk = time.monotonic(), found
        return found

    def here(self, session: Session, now: dt.datetime) -> bool:
        """Whether somebody who takes conversations has the desk open."""
        return bool(members.here(session, now))

    def local(self, now: dt.datetime) -> dt.datetime:
        """The moment in the time zone of the hours, on the day that is rehearsed."""
        here = now.astimezone(self.hours.zone)
        return dt.datetime.combine(self.today(), here.time(), self.hours.zone) if self.today else here


def edition() -> str:
    """The edition of the conference, for the numbers of cases."""
    return str(library.shared().index().pack.event.edition)


def is_over(day: dt.date) -> bool:
    """Whether the conference has ended before a day."""
    end: dt.date = library.shared().index().pack.event.dates.end
    return day > end
