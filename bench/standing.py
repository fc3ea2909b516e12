"""The real server with the quick stand-in for understanding, as a program beside the benchmark, and visitors of it."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.services import Client, Service, ServiceError, free_port
from bot.settings import ROOT

OPTIONS: tuple[str, ...] = ()
"""Further options of the stand-in, wherever the benchmarks start it."""
_START_LIMIT = 180.0


@contextlib.contextmanager
def standing(name: str, state: Path) -> Iterator[int]:
    """A server on a state folder, ended with the block; its port."""
    port = free_port()
    command = [sys.executable, "-m", "bench.stand_in", "--state", str(state), "--port", str(port), *OPTIONS]
    service = Service(name, command, ROOT, state.with_suffix(".log")).start()
    try:
        _await(service, port)
        yield port
    finally:
        service.stop()


class Guest:
    """A visitor with a connection of its own. token: of a visit that was made earlier; None for a new one."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self._client = Client(port)
        self._token = token or self._client.post("/web/visits", {})["token"]

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def turn(self, text: str) -> None:
        """Say something, and wait for the answer.

        Raises:
            ServiceError: there was none.
        """
        if not self._client.post("/web/messages?wait=20", {"text": text}, self._token)["replies"]:
            raise ServiceError(f"there was no answer to {text!r}.")

    def send(self, text: str) -> None:
        """Say something; returns when it is accepted."""
        self._client.post("/web/messages", {"text": text}, self._token)


def _await(service: Service, port: int) -> None:
    end = time.monotonic() + _START_LIMIT
    while time.monotonic() < end:
        service.check()
        with contextlib.suppress(OSError):
            Guest(port).close()
            return
        time.sleep(0.05)
    raise ServiceError(f"{service.name} did not listen within {_START_LIMIT:.0f} s; its output is in {service.log}.")
