"""A state folder with as many messages as a long-running assistant has: written into the records' own tables, in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli.runtime import report
from connectors.gateway.clock import utc_now
from records.database import Database
from records.models import Author, Direction, MessageState, Owner, asked, conversations, messages, seen_ids, trackers, visitors

_OF_ONE = 40
_BATCH = 250
_DAYS = 60
_MEMORY = '[{"message": "earlier", "turn": 20, "reply": "20 heard: earlier", "timestamp": 0}]'

Rows = list[dict[str, Any]]


def preload(records: Path, count: int) -> None:
    """Store `count` messages, half in and half out, of visitors with 40 each, over the last 60 days: none is to be purged yet."""
    database = Database(records)
    database.migrate()
    people = max(1, count // _OF_ONE)
    told = 0
    for first in range(1, people + 1, _BATCH):
        batch = range(first, min(first + _BATCH, people + 1))
        with database.begin(durable=False) as session:
            for table, rows in _tables(batch, people):
                session.execute(table.insert(), rows)
        if batch[-1] * 10 // people > told:
            told = batch[-1] * 10 // people
            report(f"{batch[-1] * _OF_ONE:,} of {people * _OF_ONE:,} messages stored")
    database.dispose()


def _tables(batch: range, people: int) -> Iterator[tuple[Any, Rows]]:
    now = utc_now()
    at = {person: now - dt.timedelta(days=_DAYS * (1 - person / people), minutes=5) for person in batch}
    said = [_message(person, number, at[person]) for person in batch for number in range(1, _OF_ONE + 1)]
    asks = [row for row in said if row["direction"] is Direction.IN]
    yield visitors, [{"id": p, "channel": "web", "account": "", "key": f"key-{p}", "since": at[p]} for p in batch]
    yield conversations, [_conversation(person, at[person]) for person in batch]
    yield messages, said
    yield (
        seen_ids,
        [{"channel": "web", "account": "", "channel_message_id": row["channel_message_id"], "message_id": row["id"]} for row in asks],
    )
    yield asked, [_asked(row) for row in asks]
    yield trackers, [{"sender": f"preloaded-{person}", "events": _MEMORY, "at": at[person]} for person in batch]


def _conversation(person: int, at: dt.datetime) -> dict[str, Any]:
    return {
        "id": person, "public_id": f"preloaded-{person}", "visitor_id": person, "channel": "web", "account": "", "language": "en",
        "language_chosen": False, "owner": Owner.BOT, "staff": None, "epoch": 0, "owner_since": at, "last_number": _OF_ONE,
        "since": at, "last_at": at, "lease": 0, "lease_until": None, "worker": None,
    }  # fmt: skip


def _message(person: int, number: int, at: dt.datetime) -> dict[str, Any]:
    mine = number % 2 == 1
    return {
        "id": (person - 1) * _OF_ONE + number, "conversation_id": person, "number": number, "language": "en", "at": at,
        "direction": Direction.IN if mine else Direction.OUT, "author": Author.VISITOR if mine else Author.BOT,
        "text": f"When and where is the forum of which I was told, number {number}?", "buttons": [], "payload": None,
        "metadata": {} if mine else {"kind": "answer", "language": "en", "facts": ["stand-in"], "sources": ["stand-in"]},
        "state": MessageState.ANSWERED if mine else None, "reply_to": None if mine else number - 1,
        "channel_message_id": f"preloaded-{person}:message-{number}" if mine else None,
    }  # fmt: skip


def _asked(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "message_id": row["id"], "at": row["at"], "day": row["at"].date(), "channel": "web", "language": "en", "kind": "answer",
        "intent": "repeat", "topic": "", "facts": ["stand-in"], "confidence": 1.0, "milliseconds": 5, "error_id": None,
    }  # fmt: skip
