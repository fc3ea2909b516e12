"""`bench wechat`: the running server with a quick stand-in for understanding, driven by a WeChat platform over HTTP.

Passive replies at two rates; acknowledgements while understanding is frozen; and many messages, some delivered twice, some answered
late, while the server is killed again and again.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx

from bench.follower import Shown, Writer, judge, now, unsettled
from bench.forked import Forked
from bench.load import Load
from bench.promises import Promise, conclude, none_of
from bench.services import Service, ServiceError, free_port
from bench.standing import OPTIONS
from bot.cli.runtime import report
from bot.cli.serve import keep_what_is_loaded
from bot.settings import ROOT, read_settings
from tests.platforms.served import Served
from tests.platforms.wechat import WeChat

RATES = (1, 50)
_SEEN, _ACKNOWLEDGED, _BEFORE = 4.5, 300.0, 4700.0
"""Seconds until the gateway has seen that it is stuck; milliseconds of an acknowledgement after that, and before."""
_FOLLOWERS, _PACE = 40, 0.4
_SETTLE, _START = 90.0, 180.0
_CLIENTS = 32


@dataclass(frozen=True)
class Plan:
    """seconds: at each rate. frozen: seconds that understanding stands still. messages, kills: of the storm."""

    seconds: float = 30.0
    frozen: float = 30.0
    messages: int = 10_000
    kills: int = 100


def measure(plan: Plan) -> int:
    """Run all three; 0 where every promise is kept, else 1.

    Raises:
        ServiceError: a server did not start, or did not come back.
    """
    folder = read_settings().state.resolve() / "bench" / "wechat"
    keep_what_is_loaded()  # else the platform stands still now and then, and the server is blamed for it
    shutil.rmtree(folder, ignore_errors=True)
    passive = {rate: _with_server(folder / f"passive-{rate}", rate, plan.seconds) for rate in RATES}
    report(f"acknowledgements at {RATES[-1]} a second while understanding is frozen for {plan.frozen:g} s")
    before, after, unanswered = _frozen(folder / "frozen", plan.frozen)
    shown, seconds = _storm(folder / "storm", plan)
    print(f"\n{plan.kills:,} kills in {seconds:.0f} s; {shown.tries:,} deliveries, {shown.apologies:,} apologies of the platform.")
    figures = {
        "plan": asdict(plan),
        "passive": {rate: asdict(load) for rate, load in passive.items()},
        "frozen": {"before": asdict(before), "after": asdict(after)},
        "storm": asdict(shown),
    }
    promises = [*_of_passive(passive), *_of_frozen(before, after, unanswered), *_of_storm(shown, plan)]
    return conclude(promises, folder / "wechat.json", figures)


def _of_passive(passive: dict[int, Load]) -> list[Promise]:
    found = []
    for rate, load in passive.items():
        name = f"passive reply at {rate}/s: p50 / p99"
        found.append(Promise(name, f"{load.at(0.5):.1f} / {load.at(0.99):.1f} ms", "p99 ≤ 1000 ms", load.at(0.99) <= 1000.0))
        found.append(none_of(f"passive reply at {rate}/s: none", load.failed, len(load.times) + len(load.failed)))
    return found


def _of_frozen(before: Load, after: Load, unanswered: list[str]) -> list[Promise]:
    most = max(before.times, default=float("inf"))
    return [
        Promise("frozen, not yet seen: slowest", f"{most:.0f} ms", f"≤ {_BEFORE:g} ms", most <= _BEFORE),
        Promise(
            "frozen and seen: p50 / p99",
            f"{after.at(0.5):.1f} / {after.at(0.99):.1f} ms",
            f"p99 ≤ {_ACKNOWLEDGED:g} ms",
            after.at(0.99) <= _ACKNOWLEDGED,
        ),
        none_of("frozen: not acknowledged", [*before.failed, *after.failed], len(before.times) + len(after.times)),
        none_of("frozen: not answered once when it is over", unanswered, len(before.times) + len(after.times)),
    ]


def _of_storm(shown: Shown, plan: Plan) -> list[Promise]:
    return [
        Promise("storm: accepted", f"{shown.accepted:,} of {plan.messages:,}", "counted", shown.accepted > 0),
        none_of("storm: accepted and not shown", shown.lost, shown.accepted),
        Promise("storm: answer lost on the way, redeliveries in kills", f"{len(shown.unheard):,}", "counted", kept=True),
        none_of("storm: turns run twice, or answers doubled", shown.turned_twice, shown.accepted),
        none_of("storm: shown twice, no kill near", shown.doubled, shown.accepted),
        Promise("storm: shown twice at a kill", f"{len(shown.near_kills):,} of {plan.kills:,} kills", "counted", kept=True),
    ]


@contextlib.contextmanager
def _platform(cut: float = 5.0) -> Iterator[WeChat]:
    platform = WeChat(cut=cut)
    with Served(platform.app) as served:
        platform.api = served.url
        yield platform


class _Clients:
    """Several clients as one: httpx looks through all connections of a client at each request, and hundreds wait here at a time."""

    def __init__(self, clients: Sequence[httpx.AsyncClient]) -> None:
        self._next = cycle(clients)

    async def post(self, *arguments: Any, **named: Any) -> httpx.Response:
        """See `httpx.AsyncClient.post`."""
        return await next(self._next).post(*arguments, **named)


@contextlib.asynccontextmanager
async def _open(platform: WeChat) -> AsyncIterator[None]:
    """Connections that are kept open, as WeChat's are."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with contextlib.AsyncExitStack() as stack:
        clients = [httpx.AsyncClient(verify=False, limits=limits, timeout=60) for _ in range(_CLIENTS)]  # noqa: S501 (it is plain HTTP)
        platform.client = _Clients([await stack.enter_async_context(client) for client in clients])
        yield
    platform.client = None


@contextlib.contextmanager
def _server(platform: WeChat, state: Path) -> Iterator[None]:
    port = free_port()
    command = [sys.executable, "-m", "bench.stand_in", "--state", str(state), "--port", str(port), "--wechat", platform.api, *OPTIONS]
    service = Service("the stand-in", command, ROOT, state.with_suffix(".log")).start()
    platform.url = f"http://127.0.0.1:{port}"
    try:
        _await(service, platform.url)
        yield
    finally:
        service.stop()


def _await(service: Service, url: str) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        service.check()
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"{url}/health", timeout=2)
            return
        time.sleep(0.05)
    raise ServiceError(f"{service.name} did not listen within {_START:.0f} s; its output is in {service.log}.")


def _with_server(state: Path, rate: int, seconds: float) -> Load:
    report(f"passive replies at {rate} a second for {seconds:g} s")
    with _platform() as platform, _server(platform, state):
        return asyncio.run(_passive(platform, rate, seconds))


async def _passive(platform: WeChat, rate: int, seconds: float) -> Load:
    load = Load()

    async def one(number: int, due: float) -> None:
        who = platform.follower(f"oFollower{number}")
        delivery = await platform.say(who, f"message {number}")
        if [how for how, _ in who.shown] == ["passive"] and delivery.tries == 1:
            load.times.append(1000 * (time.perf_counter() - due))
        else:
            load.failed.append(f"message {number}: {who.shown}")

    async with _open(platform):
        await platform.say(platform.follower("oWarm"), "hello there")
        await _at_rate(one, rate, seconds)
    return load


async def _at_rate(one: Callable[[int, float], Awaitable[None]], rate: int, seconds: float) -> None:
    """Begin so many a second, whatever becomes of them; each is told when it was due, so that no waiting is hidden."""
    start, tasks = time.perf_counter() + 0.1, []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number, due)))
    await asyncio.gather(*tasks)


def _frozen(state: Path, seconds: float) -> tuple[Load, Load, list[str]]:
    with _platform() as platform, _server(platform, state):
        return asyncio.run(_acknowledged(platform, seconds))


async def _acknowledged(platform: WeChat, seconds: float) -> tuple[Load, Load, list[str]]:
    """Times of acknowledgements before and after it is seen that nobody is answered; and who was not answered once in the end."""
    before, after, began = Load(), Load(), time.perf_counter()
    followers = []

    async def one(number: int, due: float) -> None:
        who = platform.follower(f"oFollower{number}")
        followers.append(who)
        delivery = await platform.say(who, f"message {number}")
        load = before if due - began < _SEEN + 0.5 else after
        taken = delivery.answers[0]
        (load.times.append(1000 * (time.perf_counter() - due)) if taken and taken[0] == 200 else load.failed.append(f"message {number}"))

    async with _open(platform):
        await platform.say(platform.follower("oWarm"), "hello there")
        began = time.perf_counter()
        first = asyncio.create_task(platform.say(platform.follower("oFrozen"), f"freeze {seconds:g}"))
        await asyncio.sleep(0.1)
        await _at_rate(one, RATES[-1], seconds - 1)
        await first
        end = now() + _SETTLE
        while now() < end and not all(who.shown for who in followers):  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.2)
    return before, after, [who.openid for who in followers if len(who.shown) != 1]


def _storm(state: Path, plan: Plan) -> tuple[Shown, float]:
    report(f"{plan.messages:,} messages of {_FOLLOWERS} followers, and {plan.kills:,} kills; WeChat's five seconds are {5 * _PACE:g}")
    with _platform(5 * _PACE) as platform:
        options = ["--wechat", platform.api, "--wechat-pace", str(_PACE)]
        with Forked(state.with_suffix(".log"), options) as server:
            platform.url = f"http://127.0.0.1:{server.port}"
            return asyncio.run(_stormed(platform, server, state, plan))


async def _stormed(platform: WeChat, server: Forked, state: Path, plan: Plan) -> tuple[Shown, float]:
    chance, began = random.Random(7), now()  # noqa: S311 (when to kill; no secret)
    await asyncio.to_thread(server.start, state)
    each = plan.messages // _FOLLOWERS
    writers = [
        Writer(platform, platform.follower(f"oFollower{n}"), [f"f{n}m{k}" for k in range(each)], 5 * _PACE, random.Random(n))  # noqa: S311
        for n in range(_FOLLOWERS)
    ]
    kills: list[float] = []
    load = asyncio.gather(*(writer.run() for writer in writers))
    for number in range(1, plan.kills + 1):
        target = each * _FOLLOWERS * number / (plan.kills + 1) + chance.randint(-5, 5)
        while not load.done() and sum(len(writer.accepted) for writer in writers) < target:  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.002)
        if load.done():
            break
        kills.append(now())
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start, state)
        if number % 10 == 0:
            report(f"kill {number:,} of {plan.kills:,}; {sum(len(writer.accepted) for writer in writers):,} messages accepted")
    await load
    end = now() + _SETTLE
    while now() < end and unsettled(state / "records.db"):  # noqa: ASYNC110 (nobody tells)
        await asyncio.sleep(0.5)
    await asyncio.to_thread(server.end)
    return judge(writers, kills, state / "records.db"), now() - began
