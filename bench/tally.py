"""What became of the visitors' messages, counted from the records' tables and from what the visitors saw."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.visitor import Visitor

_ROWS = (
    "SELECT m.number, m.direction, m.text, m.reply_to, m.state, m.channel_message_id"
    " FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.public_id = ? ORDER BY m.number"
)


class Row(NamedTuple):
    """A message as it is stored."""

    number: int
    direction: str
    text: str
    reply_to: int | None
    state: str | None
    id: str | None


@dataclass
class Tally:
    """accepted: how many messages were acknowledged. stored, answers: in and out, in the records. The lists say what is wrong."""

    accepted: int = 0
    stored: int = 0
    answers: int = 0
    lost: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)


def count(records: Path, visitors: Iterable[Visitor]) -> Tally:
    """Of a server that has ended."""
    tally = Tally()
    with contextlib.closing(sqlite3.connect(records)) as database:
        for visitor in visitors:
            _count_one(tally, visitor, [Row(*row) for row in database.execute(_ROWS, (visitor.conversation,))])
        waiting = database.execute("SELECT id FROM messages WHERE direction = 'in' AND state <> 'answered'").fetchall()
        tally.unanswered += [f"message {id_} of the records is not marked answered" for (id_,) in waiting]
    return tally


def _count_one(tally: Tally, visitor: Visitor, rows: list[Row]) -> None:
    name = visitor.conversation
    said, replies = ([row for row in rows if row.direction == way] for way in ("in", "out"))
    ids = [(row.id or "").rpartition(":")[2] for row in said]
    answered = Counter(row.reply_to for row in replies)
    tally.accepted, tally.stored = tally.accepted + len(visitor.accepted), tally.stored + len(said)
    tally.answers += len(replies)
    tally.torn += visitor.torn
    tally.lost += [f"{name} {id_}" for id_ in visitor.accepted if id_ not in ids]
    tally.unanswered += [f"{name} {id_}" for id_, row in zip(ids, said) if not answered[row.number]]
    tally.twice += [f"{name} message {number} has {times} answers" for number, times in answered.items() if times > 1]
    tally.twice += [f"{name} {id_} is stored {times} times" for id_, times in Counter(ids).items() if times > 1]
    tally.twice += [f"{name} {row.text!r}: a turn ran twice" for turn, row in enumerate(replies, 1) if not _is_turn(row.text, turn)]
    _order(tally, visitor, rows)
    seen = Counter((event["number"], event["text"]) for event in visitor.seen)
    tally.twice += [f"{name} saw message {number} {times} times" for (number, _), times in seen.items() if times > 1]
    tally.unseen += [f"{name} did not see message {row.number}" for row in rows if (row.number, row.text) not in seen]
    tally.unseen += [f"{name} saw {event}, which is not stored" for event in seen if event not in {(r.number, r.text) for r in rows}]


def _order(tally: Tally, visitor: Visitor, rows: list[Row]) -> None:
    """The stand-in's answer repeats the text, so the order of the answers is that of the texts."""
    name, shown = visitor.conversation, [event["number"] for event in visitor.seen]
    said, replies = ([row for row in rows if row.direction == way] for way in ("in", "out"))
    for what, found in (("said", [row.text for row in said]), ("answered", [row.text.partition(" heard: ")[2] for row in replies])):
        if found != list(visitor.texts[: len(found)]):
            place = next(place for place, (a, b) in enumerate(zip([*found, None], [*visitor.texts, None])) if a != b)
            tally.disordered.append(f"{name}: out of order from message {place + 1} {what}")
    if [row.reply_to for row in replies] != sorted(row.reply_to or 0 for row in replies):
        tally.disordered.append(f"{name}: answers out of order")
    if shown != sorted(shown):
        tally.disordered.append(f"{name}: shown out of order")


def _is_turn(text: str, turn: int) -> bool:
    """The stand-in counts the turns of a conversation in its memory: a turn that ran twice skips a number."""
    return text.startswith(f"{turn} heard: ")
