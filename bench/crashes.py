"""`bench crashes`: the real server with a quick stand-in for understanding, killed under load; what it promised is counted."""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.forked import Forked
from bench.promises import Promise, conclude, none_of
from bench.services import ServiceError
from bench.tally import Tally, count
from bench.visitor import PATIENCE, Visitor, client_of
from bot.cli.runtime import report
from bot.settings import read_settings

_VISITORS, _MESSAGES = 8, 40
_ORDERED_VISITORS, _ORDERED_MESSAGES, _ORDERED_KILLS = 20, 50, 20
_TIMES, _SENDERS = 4, 16
_MOST_BETWEEN = 120
_TOLD_EVERY = 5.0


@dataclass(frozen=True)
class Crashes:
    """kills: under load, on one state folder. deliveries: messages that are each delivered four times at once."""

    kills: int = 1000
    deliveries: int = 10_000


def crash(plan: Crashes) -> int:
    """Run all three; 0 where every promise is kept, else 1.

    Raises:
        ServiceError: a server did not start, or did not come back.
    """
    folder = read_settings().state.resolve() / "bench" / "crashes"
    shutil.rmtree(folder, ignore_errors=True)
    with Forked(folder / "server.log") as server:
        began = time.monotonic()
        killed = asyncio.run(_run(server, folder / "killed", lambda storm: storm.endless(plan.kills)))
        seconds = time.monotonic() - began
        report(f"{plan.deliveries:,} messages, each delivered {_TIMES} times at once")
        delivered = asyncio.run(_run(server, folder / "delivered", lambda storm: storm.deliver(plan.deliveries)))
        report(f"{_ORDERED_VISITORS} visitors × {_ORDERED_MESSAGES} messages with crashes between")
        ordered = asyncio.run(_run(server, folder / "ordered", lambda storm: storm.ordered(min(plan.kills, _ORDERED_KILLS))))
    print(f"\n{plan.kills:,} kills in {seconds:.0f} s; {killed.accepted:,} messages were accepted meanwhile.")
    figures = {
        "plan": asdict(plan),
        "seconds": seconds,
        "killed": asdict(killed),
        "delivered": asdict(delivered),
        "ordered": asdict(ordered),
    }
    return conclude(
        [*_of_kills(killed), *_of_deliveries(delivered, plan.deliveries), *_of_order(ordered)], folder / "crashes.json", figures
    )


def _of_kills(tally: Tally) -> list[Promise]:
    return [
        none_of("killed: accepted and lost", tally.lost, tally.accepted),
        none_of("killed: unanswered", tally.unanswered, tally.stored),
        none_of("killed: answered twice", tally.twice, tally.stored),
        none_of("killed: not seen as it is stored", tally.unseen, tally.stored + tally.answers),
    ]


def _of_deliveries(tally: Tally, wanted: int) -> list[Promise]:
    found = f"{tally.stored:,} stored, {tally.answers:,} answers"
    return [
        Promise(f"delivered {_TIMES} times: one effect", found, f"{wanted:,} each", tally.stored == tally.answers == wanted),
        none_of(f"delivered {_TIMES} times: told apart", [*tally.torn, *tally.twice, *tally.unseen], wanted),
    ]


def _of_order(tally: Tally) -> list[Promise]:
    wrong = [*tally.lost, *tally.unanswered, *tally.twice, *tally.unseen]
    visitors = f"order: of {_ORDERED_VISITORS} visitors, out of order"
    return [none_of(visitors, tally.disordered, _ORDERED_VISITORS), none_of("order: lost, unanswered or twice", wrong, tally.stored)]


class Storm:
    """Visitors and kills of one server."""

    def __init__(self, server: Forked, state: Path) -> None:
        self.visitors: list[Visitor] = []
        self._server, self._state, self.client = server, state, client_of(server.port)
        self._stopped, self._chance = asyncio.Event(), random.Random(7)  # noqa: S311 (when to kill; no secret)

    async def endless(self, kills: int) -> None:
        """Visitors who come and go until the last kill, each kill a few messages after the start."""
        load = asyncio.gather(*(self._come_and_go(place) for place in range(_VISITORS)))
        began = told = time.monotonic()
        for number in range(1, kills + 1):
            await self._kill(load, self.accepted + self._chance.randint(1, _MOST_BETWEEN))
            if time.monotonic() - told > _TOLD_EVERY or number == kills:
                told = time.monotonic()
                report(f"kill {number:,} of {kills:,}, {(told - began) / number:.2f} s each; {self.accepted:,} messages accepted")
        self._stopped.set()
        await load

    async def ordered(self, kills: int) -> None:
        """A set number of visitors, the kills spread over all that they say."""
        texts = [[f"visitor {v} says {n}" for n in range(_ORDERED_MESSAGES)] for v in range(_ORDERED_VISITORS)]
        load = asyncio.gather(*(self._new(said).run(self._stopped) for said in texts))
        for number in range(1, kills + 1):
            await self._kill(load, _ORDERED_VISITORS * _ORDERED_MESSAGES * number // (kills + 1))
        await load

    async def deliver(self, messages: int) -> None:
        """So many messages, each several times at once."""
        shares = [range(place, messages, _SENDERS) for place in range(min(_SENDERS, messages))]
        load = asyncio.gather(*(self._new([f"message {n}" for n in share], _TIMES).run(self._stopped) for share in shares))
        while not (await asyncio.wait({load}, timeout=_TOLD_EVERY))[0]:
            report(f"{self.accepted:,} of {messages:,} messages delivered")
        await load

    @property
    def accepted(self) -> int:
        """How many messages of all visitors are acknowledged."""
        return sum(len(visitor.accepted) for visitor in self.visitors)

    async def _come_and_go(self, place: int) -> None:
        came = 0
        while not self._stopped.is_set():
            came += 1
            await self._new([f"visitor {place}.{came} says {n}" for n in range(_MESSAGES)]).run(self._stopped)

    def _new(self, texts: Sequence[str], times: int = 1) -> Visitor:
        self.visitors.append(Visitor([self.client], texts, times))
        return self.visitors[-1]

    async def _kill(self, load: asyncio.Future[list[None]], accepted: int) -> None:
        """Kill the server when so many messages are accepted, and start it again."""
        end = time.monotonic() + PATIENCE
        while self.accepted < accepted:
            if load.done():
                load.result()
            if time.monotonic() > end:
                raise ServiceError(f"nothing was accepted for {PATIENCE:.0f} s; the server's output is in {self._server.log}.")
            await asyncio.sleep(0.001)
        await asyncio.to_thread(self._server.kill)
        await asyncio.to_thread(self._server.start, self._state)


async def _run(server: Forked, state: Path, what: Callable[[Storm], Awaitable[None]]) -> Tally:
    """Start a server on an empty state folder, let it happen, end it, and count."""
    await asyncio.to_thread(server.start, state)
    storm = Storm(server, state)
    async with storm.client:
        await what(storm)
    await asyncio.to_thread(server.end)
    return count(state / "records.db", storm.visitors)
