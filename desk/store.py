"""The records, for an event loop: every transaction in a thread of its own."""

from __future__ import annotations

from typing import Callable, TypeVar

from starlette.concurrency import run_in_threadpool

from records.database import Database, Session

T = TypeVar("T")
Job = Callable[[Session], T]


class Store:
    """Runs jobs in the records. The public server has the same ones open; whoever writes waits for the other, not for long."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, job: Job[T]) -> T:
        """What `job`, which changes nothing, returns.

        Raises:
            DatabaseUnavailable: it cannot be read now.
            RecordsError: the job's own.
        """
        return await run_in_threadpool(self._look, job)

    async def write(self, job: Job[T], *, durable: bool = True) -> T:
        """What `job` returns, once it is committed.

        Raises:
            DatabaseUnavailable: nothing of it is in the records.
            RecordsError: the job's own.
        """
        return await run_in_threadpool(self._change, job, durable)

    async def call(self, work: Callable[[Database], T]) -> T:
        """What `work`, which makes its transactions itself, returns."""
        return await run_in_threadpool(work, self.database)

    def _look(self, job: Job[T]) -> T:
        with self.database.read() as session:
            return job(session)

    def _change(self, job: Job[T], durable: bool) -> T:
        with self.database.begin(durable=durable) as session:
            return job(session)
