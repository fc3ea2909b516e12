"""Conversations with both sides at once, each turn timed where a channel would see it: at the server's HTTP endpoint."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

import numpy as np

from bench.plan import Plan
from bench.sides import Side
from bot.cli.runtime import report
from knowledge.text.folding import fold
from knowledge.text.segments import segments

_WARM_UP = 10
_TOGETHER = 10
_TOLD_EVERY = 15.0
_SEED = 21


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
    """Hold the conversations of `plan` with every side, in turns of a few: what else the machine does weighs on all alike.

    The turns that are timed at one length say what those at another say in as many words (`alike`), so that a length is
    compared with another and not one text with another.
    """
    found = {side.name: Times() for side in sides}
    timed = alike(messages, plan.lengths, plan.samples)
    others = Others([text for text in messages if not any(text in texts for texts in timed.values())])
    _converse(sides, "warm-up", others.next(_WARM_UP))
    half = plan.samples // 2
    _short(sides, plan, timed, others, range(half), found)
    if plan.longest:
        report(f"one conversation of {plan.longest} turns with each side")
        for name, taken in _converse(sides, "long", _long(plan, timed, others), tell=True).items():
            found[name].long = taken
    _short(sides, plan, timed, others, range(half, plan.samples), found)
    return found


def alike(messages: Sequence[str], lengths: Sequence[int], samples: int) -> dict[int, list[str]]:
    """For each length of conversation so many texts, no text twice: those of one place have about as many clauses and characters."""
    sorted_ = sorted(dict.fromkeys(messages), key=lambda text: (len(segments(fold(text))), len(text)))
    groups = [sorted_[place : place + len(lengths)] for place in range(0, len(sorted_) - len(lengths) + 1, len(lengths))]
    chosen = random.Random(_SEED).sample(groups, samples)  # noqa: S311 (a sample, no secret)
    return {length: [group[place] for group in chosen] for place, length in enumerate(lengths)}


class Others:
    """What is said in the turns that are not timed: the messages one after the other, and from the first again."""

    def __init__(self, messages: Sequence[str]) -> None:
        self._messages = cycle(messages)

    def next(self, count: int) -> list[str]:
        """The next so many."""
        return list(islice(self._messages, count))


def _long(plan: Plan, timed: Mapping[int, Sequence[str]], others: Others) -> list[str]:
    """What is said in the long conversation: before each length that is measured in it, the texts that are timed there."""
    said: list[str] = []
    for length in (length for length in plan.lengths if length not in plan.short):
        said += others.next(max(0, length - plan.samples - len(said)))
        said += timed[length][: length - len(said)]
    return said


def _short(
    sides: Sequence[Side], plan: Plan, timed: Mapping[int, Sequence[str]], others: Others, numbers: range, found: Mapping[str, Times]
) -> None:
    """Hold short conversations: half before the long one and half after it, as the machine may be busier by then."""
    for length in plan.short:
        report(f"{len(numbers)} conversations of {length} turn{'s' if length > 1 else ''} with each side")
        for number in numbers:
            said = [*others.next(length - 1), timed[length][number]]
            for name, taken in _converse(sides, f"{length}-{number}", said).items():
                found[name].short.setdefault(length, []).append(taken[-1])


def _converse(sides: Sequence[Side], conversation: str, messages: Sequence[str], tell: bool = False) -> dict[str, list[float]]:
    """Milliseconds of each turn. The sides take turns of `_TOGETHER` messages: one that computes long leaves the processor's
    memory to itself, and the first turn of the other pays for that, but not every one of them.
    """
    taken: dict[str, list[float]] = {side.name: [] for side in sides}
    told = time.perf_counter()
    for start in range(0, len(messages), _TOGETHER):
        for side in sides:
            for text in messages[start : start + _TOGETHER]:
                began = time.perf_counter()
                side.say(conversation, text)
                taken[side.name].append(1000 * (time.perf_counter() - began))
        if tell and time.perf_counter() - told > _TOLD_EVERY:
            told = time.perf_counter()
            last = ", ".join(f"{name} {np.median(times[-10:]):.0f} ms" for name, times in taken.items())
            report(f"turn {start + _TOGETHER} of {len(messages)} (last ten: {last})")
    return taken
