"""`bench outage`: the records are taken away under load and put back; what was promised is counted."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from bench.promises import Promise, conclude, none_of
from bench.services import ServiceError
from bench.standing import standing
from bench.tally import Tally, count
from bench.visitor import Visitor, client_of
from bot.cli.runtime import report
from bot.settings import read_settings

_VISITORS, _MESSAGES = 8, 20_000
_TALK = 3.0
_NOT_READY_WITHIN, _READY_WITHIN = 5.0, 10.0
_LOOK_EVERY = 0.05
_UNDER_WAY = 1.0
"""Seconds for acknowledgements of what was stored before."""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Outage:
    """seconds: how long the records are gone."""

    seconds: float = 60.0


@dataclass
class Seen:
    """not_ready, ready: seconds until `/ready` said so, after the records were gone and after they were back; infinite where it never did.

    looks: how often it was asked in between; wrong: what it said instead of 503, and `/health` instead of 200. accepted: messages
    that were acknowledged a second after `/ready` had said 503, or later, and before the records were back.
    """

    not_ready: float = float("inf")
    ready: float = float("inf")
    looks: int = 0
    wrong: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


def go_without(plan: Outage) -> int:
    """Measure; 0 where every promise is kept, else 1.

    Raises:
        ServiceError: the server did not start, or did not come back.
    """
    folder = read_settings().state.resolve() / "bench" / "outage"
    shutil.rmtree(folder, ignore_errors=True)
    records = folder / "state" / "records.db"
    with standing("the stand-in", folder / "state") as port:
        seen, visitors = asyncio.run(_run(records, port, plan.seconds))
    tally = count(records, visitors)
    figures = {"plan": asdict(plan), "seen": asdict(seen), "tally": asdict(tally)}
    return conclude([*_of_the_outage(seen), *_of_messages(tally)], folder / "outage.json", figures)


def _of_the_outage(seen: Seen) -> list[Promise]:
    return [
        Promise("gone: not ready after", f"{seen.not_ready:.1f} s", f"≤ {_NOT_READY_WITHIN:g} s", seen.not_ready <= _NOT_READY_WITHIN),
        none_of("gone: said to be ready, or not alive", seen.wrong, seen.looks),
        Promise("gone: accepted", f"{len(seen.accepted)}", "0", not seen.accepted, seen.accepted),
        Promise("back: ready after", f"{seen.ready:.1f} s", f"≤ {_READY_WITHIN:g} s", seen.ready <= _READY_WITHIN),
    ]


def _of_messages(tally: Tally) -> list[Promise]:
    return [
        none_of("accepted and lost", tally.lost, tally.accepted),
        none_of("unanswered after it", tally.unanswered, tally.stored),
        none_of("answered twice", tally.twice, tally.stored),
        none_of("not seen as it is stored", [*tally.unseen, *tally.disordered], tally.stored + tally.answers),
    ]


async def _run(records: Path, port: int, seconds: float) -> tuple[Seen, Sequence[Visitor]]:
    seen, stopped = Seen(), asyncio.Event()
    async with client_of(port) as client:
        said = ([f"visitor {v} says {n}" for n in range(_MESSAGES)] for v in range(_VISITORS))
        visitors = [Visitor([client], texts, patience=seconds + _PATIENCE) for texts in said]
        load = asyncio.gather(*(visitor.run(stopped) for visitor in visitors))
        await asyncio.sleep(_TALK)
        report(f"the records are gone for {seconds:g} s; {_accepted(visitors):,} messages were accepted before")
        hidden = records.rename(records.with_suffix(".hidden"))  # noqa: ASYNC240 (a rename takes no time)
        try:
            await _gone(client, visitors, seen, time.monotonic() + seconds)
        finally:
            hidden.rename(records)
        seen.ready = await _until(client, httpx.codes.OK, _PATIENCE)
        await asyncio.sleep(_TALK)
        stopped.set()
        report(f"they are back; {_accepted(visitors):,} messages were accepted in all")
        await load
    return seen, visitors


async def _gone(client: httpx.AsyncClient, visitors: Sequence[Visitor], seen: Seen, end: float) -> None:
    seen.not_ready = await _until(client, httpx.codes.SERVICE_UNAVAILABLE, end - time.monotonic())
    await asyncio.sleep(_UNDER_WAY)
    before = [len(visitor.accepted) for visitor in visitors]
    while time.monotonic() < end:
        status, alive = (await client.get("/ready")).status_code, (await client.get("/health")).status_code
        seen.looks += 1
        if (status, alive) != (httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.OK):
            seen.wrong.append(f"/ready {status}, /health {alive}, {end - time.monotonic():.1f} s before the end")
        await asyncio.sleep(_LOOK_EVERY)
    seen.accepted = [f"{v.conversation} {id_}" for v, number in zip(visitors, before) for id_ in v.accepted[number:]]


async def _until(client: httpx.AsyncClient, status: int, seconds: float) -> float:
    """Seconds until `/ready` answers with a status; infinite where it does not in this time."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if (await client.get("/ready")).status_code == status:
                return time.monotonic() - began
        except httpx.TransportError as error:
            raise ServiceError(f"the server does not answer any more: {error!r}.") from None
        await asyncio.sleep(_LOOK_EVERY)
    return float("inf")


def _accepted(visitors: Sequence[Visitor]) -> int:
    return sum(len(visitor.accepted) for visitor in visitors)
