"""Where the actions file, and what they say of it: handed in by whoever runs them."""

from __future__ import annotations

import asyncio
import os
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Callable, Protocol, TypeVar

from records.database import Database, Session

T = TypeVar("T")
ADDRESS = "RECORDS_ADDRESS"
"""The variable that tells an action server of its own where the records are."""


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


@dataclass(frozen=True)
class Office:
    """records: where cases are kept. case_days: for how long after their last change. site: the address of the public server, whose
    pages show a case to who has its link; "" where nobody could reach them.
    """

    records: Records
    case_days: float = 730.0
    site: str = ""

    def link(self, secret: str) -> str:
        """The address of a case's page; "" where there is none."""
        return f"{self.site.rstrip('/')}/cases/{secret}" if self.site and secret else ""


class _Threads:
    """Records for an action server of its own: each job in a thread of the event loop's pool."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, job: Callable[[Session], T], durable: bool = True) -> T:
        """See `Records`."""

        def run() -> T:
            with self._database.begin(durable=durable) as session:
                return job(session)

        return await asyncio.to_thread(run)

    async def read(self, job: Callable[[Session], T]) -> T:
        """See `Records`."""

        def run() -> T:
            with self._database.read() as session:
                return job(session)

        return await asyncio.to_thread(run)


_in_use: ContextVar[Office] = ContextVar("office")


def use(office: Office) -> None:
    """Let the actions of this task, and of those that it starts, file there."""
    _in_use.set(office)


def office() -> Office:
    """Where to file: what was handed in, else the records that the environment names.

    Raises:
        LookupError: neither is there.
    """
    return _in_use.get(None) or _of_environment()


@lru_cache(maxsize=1)
def _of_environment() -> Office:
    address = os.environ.get(ADDRESS)
    if not address:
        raise LookupError(f"The actions do not know where to file: start them with ./assistant rasa run actions, or set {ADDRESS}.")
    return Office(_Threads(Database(address if "://" in address else Path(address))))
