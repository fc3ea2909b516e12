"""The inbox: lists of conversations with filters and search, beside the conversation that is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from desk.access import READ, Page
from desk.call import Call
from desk.forms import Form
from knowledge.text.folding import to_simplified, to_traditional
from records import inboxes, presence, search
from records.accounts import members
from records.database import Session
from records.inboxes import PAGE, Box, Entry, Filters
from records.models import Direction, Owner, Presence

CHANNELS = ("web", "wechat", "wechat_kf", "telegram", "terminal")
WAITING = (0, 1, 5, 15, 60)
"""Minutes to choose from: without an answer for as long."""


@dataclass(frozen=True)
class Shown:
    """What of the inbox is asked for: a box, filters, words to search, and where the page before ended."""

    box: Box
    language: str = ""
    channel: str = ""
    topic: str = ""
    minutes: int = 0
    words: str = ""
    before: str = ""

    @classmethod
    def of(cls, query: Form) -> Shown:
        """What a query says; what it says wrongly is left out."""
        box, minutes, channel = query.text("box", 10), query.text("waiting", 4), query.text("channel", 20)
        return cls(
            Box(box) if box in {b.value for b in Box} else Box.QUEUE,
            language if (language := query.text("language", 2)) in {"zh", "en"} else "",
            channel if channel in CHANNELS else "",
            query.text("topic", 60),
            int(minutes) if minutes.isascii() and minutes.isdigit() and int(minutes) in WAITING else 0,
            query.text("q", 200),
            query.text("before", 60),
        )

    def link(self, **changes: object) -> str:
        """The query with other values; a page later than the first only where that is asked for."""
        values = {"box": self.box.value, "language": self.language, "channel": self.channel, "topic": self.topic}
        values |= {"waiting": str(self.minutes or ""), "q": self.words, **{key: str(getattr(v, "value", v)) for key, v in changes.items()}}
        return urlencode({key: value for key, value in values.items() if value})

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out of the box."""
        return bool(self.language or self.channel or self.topic or self.minutes or self.words)


@dataclass(frozen=True)
class Listed:
    """Entries to show. here: who of the staff is at each; more: where the next page begins; hits: messages that a search found."""

    entries: Sequence[Entry]
    counts: Mapping[Box, int]
    here: Mapping[int, Sequence[Presence]]
    names: Mapping[str, str]
    more: str
    hits: Mapping[int, search.Found]


async def front(call: Call) -> Response:
    """The inbox without an open conversation."""
    return call.page("inbox.html", open_id=0, **await shown_values(call))


async def part(call: Call) -> Response:
    """The list alone."""
    return call.page("part_list.html", open_id=_open(call.query), **await shown_values(call))


async def shown_values(call: Call) -> dict[str, Any]:
    """What templates of the list are given."""
    shown = Shown.of(call.query)
    listed, topics = await call.read(lambda session: (listed_of(session, call, shown), call.desk.topics_asked(session)))
    return {
        "shown": shown,
        "listed": listed,
        "topics": topics,
        "boxes": list(Box),
        "channels": CHANNELS,
        "minutes": WAITING,
        "waits": is_waiting,
    }


def listed_of(session: Session, call: Call, shown: Shown) -> Listed:
    """The entries of what is asked for."""
    hits = {hit.conversation_id: hit for hit in search.find(session, spellings(shown.words))} if shown.words else {}
    filters = Filters(shown.language, shown.channel, shown.topic, shown.minutes * 60.0, list(hits) if shown.words else None)
    box = Box.ALL if shown.words else shown.box
    found = inboxes.entries(session, box, call.who.login, filters, call.now, _moment(shown.before))
    here = presence.at(session, [entry.conversation.id for entry in found], call.now)
    names = {member.login: member.name for member in members.all_(session)}
    last = found[-1].conversation if len(found) == PAGE and box is not Box.QUEUE else None
    more = f"{last.last_at.isoformat()}~{last.id}" if last else ""
    return Listed(found, inboxes.counts(session, call.who.login), here, names, more, hits)


def spellings(words: str) -> list[tuple[str, ...]]:
    """The words of a query, each as it may be written: in simplified and in traditional characters."""
    return [tuple(dict.fromkeys((word, to_simplified(word), to_traditional(word)))) for word in words.split()]


def is_waiting(entry: Entry) -> bool:
    """Whether the visitor waits for somebody of the staff."""
    talk, last = entry.conversation, entry.last
    return talk.owner is Owner.QUEUED or (talk.owner is Owner.STAFF and last is not None and last.direction is Direction.IN)


def _moment(before: str) -> tuple[dt.datetime, int] | None:
    at, _, id_ = before.partition("~")
    try:
        moment = dt.datetime.fromisoformat(at)
        return (moment, int(id_)) if moment.tzinfo else None
    except ValueError:
        return None


def _open(query: Form) -> int:
    text = query.text("open", 18)
    return int(text) if text.isascii() and text.isdigit() else 0


PAGES = (
    Page("GET", "/", front, READ),
    Page("GET", "/inbox/list", part, READ),
)
