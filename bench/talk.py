"""Conversations with both sides at once, each turn timed where a channel would see it: at the server's HTTP endpoint."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.plan import Plan
from bench.sides import Side
from bot.cli.runtime import report

_WARM_UP = 10
_TOLD_EVERY = 15.0


@dataclass
class Times:
    """Milliseconds of turns. short: length → the last turns of conversations of that length. long: the long one's, in order."""

    short: dict[int, list[float]] = field(default_factory=dict)
    long: list[float] = field(default_factory=list)

    def at(self, length: int, plan: Plan) -> list[float]:
        """The turns that count for a length."""
        return self.short[length] if length in plan.short else plan.of_long(self.long, length)


@dataclass(frozen=True)
class Figures:
    """Of the turns at one length, in milliseconds."""

    median: float
    p95: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Figures:
        """The figures of some turns."""
        return cls(float(np.median(times)), float(np.quantile(times, 0.95)))


def talk(sides: Sequence[Side], plan: Plan, messages: Sequence[str]) -> Mapping[str, Times]:
    """Hold the conversations of `plan` with every side, turn about: what else the machine does weighs on all alike."""
    found = {side.name: Times() for side in sides}
    for side in sides:
        _converse([side], "warm-up", messages[:_WARM_UP])
    half = plan.samples // 2
    _short(sides, plan, messages, range(half), found)
    if plan.longest:
        report(f"one conversation of {plan.longest} turns with each side")
        for name, taken in _converse(sides, "long", messages[: plan.longest], tell=True).items():
            found[name].long = taken
    _short(sides, plan, messages, range(half, plan.samples), found)
    return found


def _short(sides: Sequence[Side], plan: Plan, messages: Sequence[str], numbers: range, found: Mapping[str, Times]) -> None:
    """Hold short conversations: half before the long one and half after it, as the machine may be busier by then."""
    for length in plan.short:
        report(f"{len(numbers)} conversations of {length} turn{'s' if length > 1 else ''} with each side")
        for number in numbers:
            start = (number * length) % (len(messages) - length)
            for name, taken in _converse(sides, f"{length}-{number}", messages[start : start + length]).items():
                found[name].short.setdefault(length, []).append(taken[-1])


def _converse(sides: Sequence[Side], conversation: str, messages: Sequence[str], tell: bool = False) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {side.name: [] for side in sides}
    told = time.perf_counter()
    for number, text in enumerate(messages, 1):
        for side in sides:
            began = time.perf_counter()
            side.say(conversation, text)
            taken[side.name].append(1000 * (time.perf_counter() - began))
        if tell and time.perf_counter() - told > _TOLD_EVERY:
            told = time.perf_counter()
            last = ", ".join(f"{name} {np.median(times[-10:]):.0f} ms" for name, times in taken.items())
            report(f"turn {number} of {len(messages)} (last ten: {last})")
    return taken
