"""Load on a server: clients who each talk as fast as they are answered, or messages at a set rate whatever the answers do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.services import ServiceError

Say = Callable[[int], None]
"""Sends message number N; returns when it is answered."""


@dataclass
class Load:
    """times: milliseconds of each message that was answered. seconds: what all took. failed: what was said of the others."""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """Messages answered a second."""
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """The milliseconds within which this share was answered."""
        return float(np.quantile(self.times, share)) if self.times else float("inf")


def closed(clients: Sequence[Say], seconds: float) -> Load:
    """Each client says its next message when the one before is answered."""
    load, end = Load(), time.perf_counter() + seconds

    def talk(say: Say, _place: int) -> None:
        number = 0
        while time.perf_counter() < end:
            _timed(load, say, number, time.perf_counter())
            number += 1

    return _all(load, clients, talk)


def open_(clients: Sequence[Say], a_second: float, seconds: float) -> Load:
    """So many messages a second, the clients by turns; timed from when each was due, so that no waiting is hidden."""
    load, start = Load(), time.perf_counter() + 0.1

    def talk(say: Say, place: int) -> None:
        for number in range(place, int(a_second * seconds), len(clients)):
            due = start + number / a_second
            time.sleep(max(0.0, due - time.perf_counter()))
            _timed(load, say, number, due)

    return _all(load, clients, talk)


def _all(load: Load, clients: Sequence[Say], talk: Callable[[Say, int], None]) -> Load:
    began = time.perf_counter()
    threads = [threading.Thread(target=talk, args=(say, place), daemon=True) for place, say in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load


def _timed(load: Load, say: Say, number: int, began: float) -> None:
    try:
        say(number)
    except (OSError, ServiceError) as error:
        load.failed.append(str(error)[:200])
    else:
        load.times.append(1000 * (time.perf_counter() - began))
