"""Followers of an Official Account, and how a message of theirs fared."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Follower:
    """A follower's side. shown: all that the follower got, in order, as (how, what); how: passive, service, menu, or apology.
    times: when, by time.monotonic.
    """

    openid: str
    follows: bool = True
    accepts: bool = True
    shown: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    written_until: float = 0.0
    written_left: int = 0
    tapped_until: float = 0.0
    tapped_left: int = 0

    @property
    def texts(self) -> list[str]:
        """The texts of what was shown."""
        return [text for _, text in self.shown]

    def show(self, how: str, text: str) -> None:
        """The follower gets something."""
        self.shown.append((how, text))
        self.times.append(time.monotonic())


@dataclass
class Delivery:
    """How a message fared. tries: how often it was delivered. answers: (status, body) of each try, None where there was none.
    seconds: how long each took.
    """

    tries: int = 0
    answers: list[tuple[int, str] | None] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
