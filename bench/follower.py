"""Followers of a WeChat account who write and are answered, and what of it was lost or doubled."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.platforms.followers import Follower
from tests.platforms.wechat import WeChat

_SLOW, _UNHEARD = 0.02, 0.1
"""Which part of the messages is answered late, and of which the first answer gets lost, so that it is delivered again."""
NEAR = 3.0
"""Seconds before a kill within which what was shown may not have been noted."""


@dataclass
class Writer:
    """A follower who writes texts one after the other.

    accepted: those that the server acknowledged. unheard: those of them whose answer got lost on the way, and whose redeliveries
    all met a server that was just killed: nobody can know that they were not shown. tries: deliveries of all.
    """

    platform: WeChat
    who: Follower
    texts: Sequence[str]
    slow: float
    chance: random.Random
    accepted: list[str] = field(default_factory=list)
    unheard: set[str] = field(default_factory=set)
    tries: int = 0

    async def run(self) -> None:
        """Write all."""
        for text in self.texts:
            said = f"wait {self.slow} {text}" if self.chance.random() < _SLOW else text
            self.platform.grant(self.who)
            message = self.platform.message(self.who, "text", Content=said)
            unheard = int(self.chance.random() < _UNHEARD)
            delivery = await self.platform.deliver(self.who, message, unheard=unheard)
            self.tries += delivery.tries
            taken = [number for number, answer in enumerate(delivery.answers) if answer and answer[0] == 200]
            if taken:
                self.accepted.append(text)
            if taken and max(taken) < unheard:
                self.unheard.add(text)


@dataclass
class Shown:
    """What became of the messages.

    lost, unheard: shown never (see `Writer`). doubled: shown twice though no kill was near; near_kills: shown twice at a kill.
    """

    accepted: int = 0
    tries: int = 0
    lost: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    near_kills: list[str] = field(default_factory=list)
    turned_twice: list[str] = field(default_factory=list)
    apologies: int = 0


def judge(writers: Sequence[Writer], kills: Sequence[float], path: Path) -> Shown:
    """Compare what was accepted with what was shown and what is in the records. kills: by time.monotonic."""
    found = Shown()
    for writer in writers:
        found.accepted, found.tries = found.accepted + len(writer.accepted), found.tries + writer.tries
        found.apologies += sum(how == "apology" for how, _ in writer.who.shown)
        for text in writer.accepted:
            _judge(found, writer, text, kills)
    found.turned_twice = _turned_twice(path)
    return found


def _judge(found: Shown, writer: Writer, text: str, kills: Sequence[float]) -> None:
    """A text ends with a mark that no other has at its end, so each reply of it is a line that ends so."""
    times = [at for (_, said), at in zip(writer.who.shown, writer.who.times) for line in said.splitlines() if line.endswith(f" {text}")]
    if not times:
        (found.unheard if text in writer.unheard else found.lost).append(text)
    elif len(times) > 1:
        near = any(0 <= kill - min(times) <= NEAR for kill in kills)
        (found.near_kills if near else found.doubled).append(f"{text}: shown {len(times)} times")


def _turned_twice(path: Path) -> list[str]:
    """The stand-in counts its turns of a conversation: one that was run twice skips a number. And each message has one answer."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT conversation_id, text, reply_to FROM messages WHERE direction = 'out' ORDER BY conversation_id, number"
        )
        turns: dict[int, list[tuple[str, int]]] = {}
        for conversation, text, reply_to in rows:
            turns.setdefault(conversation, []).append((text, reply_to))
    wrong = []
    for conversation, said in turns.items():
        wrong += [
            f"conversation {conversation}: {text[:40]!r}" for n, (text, _) in enumerate(said, 1) if not text.startswith(f"{n} heard: ")
        ]
        if len({reply_to for _, reply_to in said}) != len(said):
            wrong.append(f"conversation {conversation}: a message has two answers")
    return wrong


def unsettled(path: Path) -> int:
    """How many deliveries are still on their way, and messages unanswered."""
    with closing(sqlite3.connect(path, timeout=10)) as database:
        deliveries = database.execute("SELECT count(*) FROM deliveries WHERE state <> 'sent'").fetchone()[0]
        return int(deliveries + database.execute("SELECT count(*) FROM messages WHERE state = 'accepted'").fetchone()[0])


def now() -> float:
    """The clock of all that is compared here."""
    return time.monotonic()
