"""What a channel that is called puts into the server, and how it says what its credentials lack.

A folder `connectors/<name>` is such a channel if it has a module `mount` with a frozen dataclass `Credentials`, whose fields are the
keys of the section <name> in credentials.yml (a field without default is required), and a function

    mount(gateway: Gateway, credentials: Credentials) -> Mount

which adds its channel to the gateway and opens nothing yet. Nothing else has to know of the folder.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol, Sequence

from starlette.routing import BaseRoute


class BadCredential(ValueError):
    """A value of a section cannot be used. key: which one. The text says what is wrong with it, without the value itself."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


class Mount(Protocol):
    """A channel in the server."""

    def routes(self) -> Sequence[BaseRoute]:
        """The addresses that it is called at."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """What it does while the server runs. The start waits for no platform: one that doesn't answer is tried again."""

    def describe(self) -> str:
        """How it is on, for the operator: a few words without secrets."""
