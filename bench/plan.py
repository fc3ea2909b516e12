"""What `bench turns` is to measure, and when a turn counts as one at a given length of conversation."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLES = 60
_SHORT = 20


@dataclass(frozen=True)
class Plan:
    """lengths: of conversations, ascending. phrases: how many both sides are trained on; 0 for all. quick: fewer samples."""

    lengths: tuple[int, ...]
    phrases: int
    tokenizer: str = "jieba"
    quick: bool = False

    @property
    def samples(self) -> int:
        """How many turns are timed at each length."""
        return 10 if self.quick else SAMPLES

    @property
    def short(self) -> tuple[int, ...]:
        """Lengths at which many conversations are held, and the last turn of each is timed."""
        return tuple(length for length in self.lengths if length <= _SHORT)

    @property
    def longest(self) -> int:
        """The turns of the one long conversation; 0 where there is none."""
        return max((length for length in self.lengths if length > _SHORT), default=0)

    def of_long(self, times: list[float], length: int) -> list[float]:
        """The times of the long conversation that count for `length`: the turns up to it."""
        return times[max(0, length - self.samples) : length]
