"""How long the platform waits, and how long we do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds. cut: after which WeChat drops a connection and delivers again, three times in all. patience: how long a request
    waits for its answer; the rest is for the way. stuck: how long nobody may have been answered before requests wait only
    `briefly`. last_by_clock: a delivery that comes so long after the visitor wrote, by WeChat's clock, is the last one.
    typing: after which a visitor is shown that somebody types; typing_again: how often anew; typing_for: at most so long.
    """

    cut: float = 5.0
    patience: float = 4.5
    stuck: float = 4.5
    briefly: float = 0.1
    last_by_clock: float = 9.0
    typing: float = 1.0
    typing_again: float = 12.0
    typing_for: float = 28.0

    @property
    def last(self) -> float:
        """A delivery that comes so long after the first one is the last: the third comes after two cuts."""
        return 1.5 * self.cut

    @property
    def again(self) -> float:
        """So long after the first delivery none comes any more."""
        return 4 * self.cut
