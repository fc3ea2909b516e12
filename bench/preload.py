"""A state folder with as many messages as a long-running assistant has: written into the records' own tables, in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.runtime import report
from connectors.gateway.clock import utc_now
from records.database import Database
from records.models import Author, Direction, MessageState, Owner, asked, conversations, messages, seen_ids, trackers, visitors

_OF_ONE = 40
_LONG, _OF_LONG = 10, 2000
_BATCH = 250
_DAYS = 60
_MEMORY = '[{"message": "earlier", "turn": 20, "reply": "20 heard: earlier", "timestamp": 0}]'

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Talk:
    """A preloaded conversation, with its visitor. id: of both. before: how many messages those of lower ids have."""

    id: int
    messages: int
    before: int
    at: dt.datetime

    @property
    def public_id(self) -> str:
        """What tokens and trackers know."""
        return f"preloaded-{self.id}"


def preload(records: Path, count: int) -> list[str]:
    """Store `count` messages, half in and half out, over the last 60 days: none is to be purged yet; the long conversations.

    Those have 2,000 messages (of fewer in all, less), the others 40 each.
    """
    database = Database(records)
    database.migrate()
    talks = list(_talks(count))
    told = 0
    for first in range(0, len(talks), _BATCH):
        batch = talks[first : first + _BATCH]
        with database.begin(durable=False) as session:
            for table, rows in _tables(batch):
                session.execute(table.insert(), rows)
        stored = batch[-1].before + batch[-1].messages
        if stored * 10 // count > told:
            told = stored * 10 // count
            report(f"{stored:,} of {count:,} messages stored")
    database.dispose()
    return [talk.public_id for talk in talks[-_LONG:]]


def _talks(count: int) -> Iterator[Talk]:
    long = min(_OF_LONG, max(2, count // _LONG // 20 * 2))
    others = max(1, (count - _LONG * long) // _OF_ONE)
    now, before = utc_now(), 0
    for place in range(others + _LONG):
        messages_ = long if place >= others else _OF_ONE
        at = now - dt.timedelta(days=_DAYS * (1 - (place + 1) / (others + _LONG)), minutes=5)
        yield Talk(place + 1, messages_, before, at)
        before += messages_


def _tables(batch: Sequence[Talk]) -> Iterator[tuple[Any, Rows]]:
    said = [_message(talk, number) for talk in batch for number in range(1, talk.messages + 1)]
    asks = [row for row in said if row["direction"] is Direction.IN]
    yield visitors, [{"id": talk.id, "channel": "web", "account": "", "key": f"key-{talk.id}", "since": talk.at} for talk in batch]
    yield conversations, [_conversation(talk) for talk in batch]
    yield messages, said
    yield (
        seen_ids,
        [{"channel": "web", "account": "", "channel_message_id": row["channel_message_id"], "message_id": row["id"]} for row in asks],
    )
    yield asked, [_asked(row) for row in asks]
    yield trackers, [{"sender": talk.public_id, "events": _MEMORY, "at": talk.at} for talk in batch]


def _conversation(talk: Talk) -> dict[str, Any]:
    at = talk.at
    return {
        "id": talk.id, "public_id": talk.public_id, "visitor_id": talk.id, "channel": "web", "account": "", "language": "en",
        "language_chosen": False, "owner": Owner.BOT, "staff": None, "epoch": 0, "owner_since": at, "last_number": talk.messages,
        "since": at, "last_at": at, "lease": 0, "lease_until": None, "worker": None,
    }  # fmt: skip


def _message(talk: Talk, number: int) -> dict[str, Any]:
    mine = number % 2 == 1
    return {
        "id": talk.before + number, "conversation_id": talk.id, "number": number, "language": "en", "at": talk.at,
        "direction": Direction.IN if mine else Direction.OUT, "author": Author.VISITOR if mine else Author.BOT,
        "text": f"When and where is the forum of which I was told, number {number}?", "buttons": [], "payload": None,
        "metadata": {} if mine else {"kind": "answer", "language": "en", "facts": ["stand-in"], "sources": ["stand-in"]},
        "state": MessageState.ANSWERED if mine else None, "reply_to": None if mine else number - 1,
        "channel_message_id": f"{talk.public_id}:message-{number}" if mine else None,
    }  # fmt: skip


def _asked(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "message_id": row["id"], "at": row["at"], "day": row["at"].date(), "channel": "web", "language": "en", "kind": "answer",
        "intent": "repeat", "topic": "", "facts": ["stand-in"], "confidence": 1.0, "milliseconds": 5, "error_id": None,
    }  # fmt: skip
