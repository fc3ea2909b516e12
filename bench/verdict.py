"""The figures of both sides held against the targets of the issue, as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.talk import Figures

FLAT_FROM, FLAT_TO, FLAT_WITHIN = 10, 1000, 1.2


@dataclass(frozen=True)
class Measured:
    """Of one side. Seconds, megabytes and milliseconds; turns: length → figures."""

    training: float
    start_up: float
    memory: float
    memory_after: float
    turns: Mapping[int, Figures]


@dataclass(frozen=True)
class Line:
    """One measure. limit: the largest ratio ours / stock that meets the target; None where there is no target."""

    what: str
    unit: str
    ours: float
    stock: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """Ours as a share of stock."""
        return self.ours / self.stock

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.limit is None else self.ratio <= self.limit


def lines(ours: Measured, stock: Measured) -> Iterator[Line]:
    """Every measure of both sides."""
    yield Line("training", "s", ours.training, stock.training, 1 / 5)
    yield Line("start-up", "s", ours.start_up, stock.start_up, 1)
    yield Line("memory, started", "MB", ours.memory, stock.memory, 1)
    yield Line("memory, after the talk", "MB", ours.memory_after, stock.memory_after, 1)
    for length, figures in ours.turns.items():
        limit = {10: 1 / 2, 1000: 1 / 10}.get(length)
        yield Line(f"turn at {length:,}, median", "ms", figures.median, stock.turns[length].median, limit)
        yield Line(f"turn at {length:,}, p95", "ms", figures.p95, stock.turns[length].p95)


def growth(side: Measured) -> float | None:
    """How many times longer a turn is at the far end of the flat range; None where it was not measured."""
    if FLAT_FROM not in side.turns or FLAT_TO not in side.turns:
        return None
    return side.turns[FLAT_TO].median / side.turns[FLAT_FROM].median


def table(ours: Measured, stock: Measured) -> str:
    """All of it as text."""
    rows = [f"{'':<24}{'ours':>10}{'stock':>10}      {'ratio':>8}  target"]
    for line in lines(ours, stock):
        target = "" if line.limit is None else f"≤ {line.limit:.2f}  {'met' if line.met else 'MISSED'}"
        rows.append(f"{line.what:<24}{line.ours:>10.1f}{line.stock:>10.1f} {line.unit:<4} {line.ratio:>8.3f}  {target}".rstrip())
    flat = growth(ours)
    if flat is not None:
        other = growth(stock) or 0.0
        target = f"≤ {FLAT_WITHIN:.2f}  {'met' if flat <= FLAT_WITHIN else 'MISSED'}"
        rows.append(f"{f'turn, {FLAT_FROM} to {FLAT_TO:,} (median)':<24}{f'×{flat:.2f}':>9}{f'×{other:.2f}':>10}{'':<15}  {target}")
    return "\n".join(rows)


def all_met(ours: Measured, stock: Measured) -> bool:
    """Whether every target of what was measured is met."""
    flat = growth(ours)
    return all(line.met is not False for line in lines(ours, stock)) and (flat is None or flat <= FLAT_WITHIN)
