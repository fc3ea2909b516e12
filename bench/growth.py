"""`bench growth`: a turn on records full of messages, and in a long conversation of these, beside one on empty records."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import Load
from bench.preload import preload
from bench.promises import Promise, conclude
from bench.standing import Guest, standing
from bench.turns import machine
from bot.cli.runtime import report
from bot.settings import Settings, read_settings
from connectors.web.tokens import Tokens

WITHIN = 1.2
_SETTLING = 3.0


@dataclass(frozen=True)
class Growth:
    """messages: that are there before. rounds: on each side, by turns; each a visitor of so many turns.

    The visitors of the long conversations come back, the others are new.
    """

    messages: int = 1_000_000
    rounds: int = 60
    turns: int = 25


def grow(plan: Growth) -> int:
    """Measure both; 0 where the promise is kept, else 1.

    Raises:
        ServiceError: a server did not do its work.
    """
    folder = read_settings().state.resolve() / "bench" / "growth"
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    long = preload(folder / "full" / "records.db", plan.messages)
    size = (folder / "full" / "records.db").stat().st_size / 2**20
    report(f"preloaded in {time.monotonic() - began:.0f} s, {size:,.0f} MB; {plan.rounds} rounds of {plan.turns} turns on each side")
    loads = _measure(folder, plan, long)
    print(f"\n{machine()}; {plan.messages:,} messages preloaded ({size:,.0f} MB).\n\n{_rows(loads)}")
    promises = [_promise(name, loads[name].at(0.95) / loads["empty"].at(0.95)) for name in ("full", "long")]
    shutil.rmtree(folder / "full")  # a gigabyte
    figures = {"plan": asdict(plan), "times": {name: load.times for name, load in loads.items()}}
    return conclude(promises, folder / "growth.json", figures)


def _promise(name: str, ratio: float) -> Promise:
    return Promise(f"p95 of a turn, {name} / empty", f"{ratio:.3f}", f"≤ {WITHIN:g}", ratio <= WITHIN)


def _measure(folder: Path, plan: Growth, long: Sequence[str]) -> Mapping[str, Load]:
    with standing("the empty one", folder / "empty") as empty, standing("the full one", folder / "full") as full:
        tokens = Tokens(Settings(state=folder / "full").signing_secret(), days=1)
        back = itertools.cycle([tokens.sign(conversation).token for conversation in long])
        sides: dict[str, Callable[[], Guest]] = {
            "empty": lambda: Guest(empty),
            "full": lambda: Guest(full),
            "long": lambda: Guest(full, next(back)),
        }
        loads = {name: Load() for name in sides}
        time.sleep(_SETTLING)  # what a server does at its start is over
        for side in sides.values():
            _round(side(), plan.turns, Load())
        for number in range(plan.rounds):
            for place in range(len(sides)):
                name = list(sides)[(number + place) % len(sides)]
                _round(sides[name](), plan.turns, loads[name])
    return loads


def _round(visitor: Guest, turns: int, load: Load) -> None:
    with contextlib.closing(visitor) as guest:
        for number in range(turns):
            began = time.perf_counter()
            guest.turn(f"message {number}")
            load.times.append(1000 * (time.perf_counter() - began))


def _rows(loads: Mapping[str, Load]) -> str:
    lines = [f"{'':<7}{'turns':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"]
    for name, load in loads.items():
        lines.append(f"{name:<7}{len(load.times):>7,}" + "".join(f"{load.at(share):>9.2f}" for share in (0.5, 0.95, 0.99)))
    return "\n".join(lines)
