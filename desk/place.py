"""What the desk works with: the records, the pack, the clock, and how it is called."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Callable
from zoneinfo import ZoneInfo

from desk.store import Store
from knowledge.handover.hours import Hours
from knowledge.pack import Pack
from records import inboxes
from records.database import Database, Session

_RECENT = dt.timedelta(days=90)
_TOPICS_KNOWN_FOR = 300.0


def utc_now() -> dt.datetime:
    """The moment, aware."""
    return dt.datetime.now(dt.timezone.utc)


@dataclass
class Desk:
    """pack: what topics and facts are called. hours: when staff are there. url: how staff reach the desk, for links in what is
    sent to them; "" where that is not set. proxied: whether a proxy before it speaks TLS.
    """

    database: Database
    pack: Pack
    hours: Hours
    url: str = ""
    retention_days: float = 90.0
    now: Callable[[], dt.datetime] = utc_now
    store: Store = field(init=False)
    _topics: tuple[float, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.database)
        self._topics = float("-inf"), []

    def topics_asked(self, session: Session) -> list[str]:
        """The topics that were asked about lately, to filter by; as they were up to some minutes ago: they are many to look through."""
        at, found = self._topics
        if time.monotonic() - at > _TOPICS_KNOWN_FOR:
            found = inboxes.topics(session, (self.now() - _RECENT).date())
            self._topics = time.monotonic(), found
        return found

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that times are shown in."""
        return ZoneInfo(self.pack.event.timezone)

    def topic(self, topic: str, language: str) -> str:
        """A topic's name, the conference's a short one; itself where the pack has none such (any more)."""
        if topic == self.pack.event.root:
            return self.pack.event.short_name.in_(language)
        found = self.pack.topics.get(topic)
        return found.name.in_(language) if found else topic
