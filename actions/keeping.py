"""The records, for actions that file: handed in by whoever runs the actions."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Callable, Protocol, TypeVar

from records.database import Session

T = TypeVar("T")


class Records(Protocol):
    """Writes and reads in transactions, off the event loop (`connectors.gateway.scribe.Scribe`)."""

    async def write(self, job: Callable[[Session], T], durable: bool = True) -> T:
        """What `job` returns, once it is committed.

        Raises:
            DatabaseUnavailable: nothing of it is in the records.
            RecordsError: the job's own.
        """

    async def read(self, job: Callable[[Session], T]) -> T:
        """What `job`, which changes nothing, returns.

        Raises:
            DatabaseUnavailable: it cannot be read now.
        """


_in_use: ContextVar[Records] = ContextVar("records")


def use(records: Records) -> None:
    """Let the actions of this task and of those that it starts file there."""
    _in_use.set(records)


def records() -> Records:
    """Where to file.

    Raises:
        LookupError: nobody has said where.
    """
    return _in_use.get()
