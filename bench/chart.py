"""The turn times of a long conversation as a drawing: plain SVG, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 84, 40, 52
_COLOURS = ("#0b6e4f", "#b23a48", "#3a5ba0")
_POINTS = 160
_FONT = 'font-family="system-ui, sans-serif"'


class Scale:
    """Turn → x and milliseconds → y, both logarithmic."""

    def __init__(self, turns: int, lowest: float, highest: float) -> None:
        self.turns = max(turns, 2)
        self.low = 10 ** math.floor(math.log10(max(lowest, 0.1)))
        self.high = 10 ** math.ceil(math.log10(max(highest, self.low * 1.01)))

    def x(self, turn: float) -> float:
        """The place of a turn, from 1."""
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * math.log(turn) / math.log(self.turns)

    def y(self, milliseconds: float) -> float:
        """The place of a time."""
        part = math.log(max(milliseconds, self.low) / self.low) / math.log(self.high / self.low)
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * part


def draw(series: Mapping[str, Sequence[float]], title: str) -> str:
    """The SVG of each side's times, turn by turn; a point is the median of the turns around it."""
    smooth = {name: list(smoothed(times)) for name, times in series.items() if times}
    values = [value for points in smooth.values() for _, value in points]
    scale = Scale(max(len(times) for times in series.values()), min(values), max(values))
    body = [
        *_axes(scale),
        *(part for i, (name, points) in enumerate(smooth.items()) for part in _line(name, points, scale, _COLOURS[i % 3])),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img">'
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="22" {_FONT} font-size="15" fill="#222">{escape(title)}</text>'
    )
    return "\n".join([head, *body, "</svg>", ""])


def smoothed(times: Sequence[float]) -> Iterator[tuple[float, float]]:
    """(turn, median of about a tenth of the turns before and after it), at turns spread evenly on a logarithmic axis."""
    turns = sorted({round(len(times) ** (i / (_POINTS - 1))) for i in range(_POINTS)})
    for turn in turns:
        around = max(1, turn // 10)
        yield turn, median(times[max(0, turn - 1 - around) : turn + around])


def _axes(scale: Scale) -> Iterator[str]:
    for power in _powers(scale.low, scale.high):
        y = scale.y(power)
        yield f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" {_FONT} font-size="12" fill="#555" text-anchor="end">{power:,g} ms</text>'
    for power in _powers(1, scale.turns):
        x = scale.x(power)
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{_HEIGHT - _BOTTOM}" stroke="#eee"/>'
        yield f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" {_FONT} font-size="12" fill="#555" text-anchor="middle">{power:,g}</text>'
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HEIGHT - 12}" {_FONT} font-size="12" fill="#555" text-anchor="middle">turn of the conversation</text>'


def _line(name: str, points: Sequence[tuple[float, float]], scale: Scale, colour: str) -> Iterator[str]:
    path = " ".join(f"{scale.x(turn):.1f},{scale.y(value):.1f}" for turn, value in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
    turn, value = points[-1]
    label = escape(f"{name} {value:,.0f} ms")
    yield f'<text x="{scale.x(turn) + 6:.1f}" y="{scale.y(value) + 4:.1f}" {_FONT} font-size="12" fill="{colour}">{label}</text>'


def _powers(low: float, high: float) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    return [10.0**power for power in range(first, last + 1)]
