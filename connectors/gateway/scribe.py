"""Who reads and writes the records for an event loop: never on the loop itself, and many writes in one commit.

A commit waits for the disk; under load the writes that come meanwhile go into the next one together. So the disk is
waited for a few times, not once a message (docs/decisions.md, 22).
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Callable, Generic, TypeVar

from records.database import Database, Session
from records.errors import DatabaseUnavailable

T = TypeVar("T")
Job = Callable[[Session], T]
"""Work in a transaction of the records. It is run again where the transaction had to be rolled back."""

logger = logging.getLogger(__name__)

_MOST_TOGETHER = 64
_SCRUB_PAUSES = (0.05, 0.2, 0.5, 1.0)


@dataclass(eq=False)
class _Errand(Generic[T]):
    """A job, and whom to tell."""

    job: Job[T]
    durable: bool
    told: asyncio.Future[T]
    result: Any = field(default=None, init=False)
    error: BaseException | None = field(default=None, init=False)

    def tell(self) -> None:
        """Give the outcome to whoever still waits."""
        if self.told.done():
            return
        if self.error is not None:
            self.told.set_exception(self.error)
        else:
            self.told.set_result(self.result)


class Scribe:
    """Runs jobs in the records. threads: False runs them where they are called, for a database in memory.

    A job that was handed over is carried out, whether or not the caller still waits. Jobs of one caller keep their order.
    """

    def __init__(self, database: Database, threads: bool = True, readers: int = 4) -> None:
        self.database = database
        self._errands: queue.SimpleQueue[_Errand[Any] | None] = queue.SimpleQueue()
        self._direct = None if threads else threading.RLock()
        self._readers = ThreadPoolExecutor(readers, "records-reader") if threads else None
        self._writer = threading.Thread(target=self._live, name="records-writer", daemon=True)
        if threads:
            self._writer.start()

    async def write(self, job: Job[T], durable: bool = True) -> T:
        """What `job` returns, once it is committed. durable: see `Database.begin`.

        Raises:
            DatabaseUnavailable: nothing of it is in the records.
            RecordsError: the job's own.
        """
        if self._direct:
            return self._at_once(job)
        told: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._errands.put(_Errand(job, durable, told))
        return await told

    async def read(self, job: Job[T], *, here: bool = False) -> T:
        """What `job`, which changes nothing, returns.

        here: on the thread that asks, where the records are a file, whose readers wait for nobody; for a thread that computes
        anyway, and not the server's.

        Raises:
            DatabaseUnavailable: it cannot be read now.
            RecordsError: the job's own.
        """
        if self._readers is None:
            return self._at_once(job)
        if here and self.database.in_a_file:
            return self._look(job)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, job)

    async def call(self, work: Callable[[Database], T]) -> T:
        """What `work`, which makes its transactions itself, returns."""
        if self._readers is None:
            return work(self.database)
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, self.database)

    async def scrub(self) -> None:
        """See to it that what was just erased is in no file any more; where readers are in the way, again for a moment.

        What cannot be done now is done with the next purge or erasure, and told in the log: the erasure itself holds.
        """
        for pause in _SCRUB_PAUSES:
            try:
                if await self.call(lambda database: database.scrub()):
                    return
            except DatabaseUnavailable as error:
                logger.error("the database cannot be scrubbed now: %s", error)
            await asyncio.sleep(pause)
        logger.error("what was erased is still in the database's own log, until the next purge or erasure")

    def close(self) -> None:
        """Carry out what was handed over, end the threads, close the database."""
        if self._readers:
            self._errands.put(None)
            self._writer.join()
            self._readers.shutdown()
        self.database.dispose()

    def _at_once(self, job: Job[T]) -> T:
        assert self._direct
        with self._direct, self.database.begin() as session:
            return job(session)

    def _look(self, job: Job[T]) -> T:
        with self.database.read() as session:
            return job(session)

    def _live(self) -> None:
        more = True
        while more:
            errands, more = self._next()
            if errands:
                self._carry_out(errands)
                _tell(errands)

    def _next(self) -> tuple[list[_Errand[Any]], bool]:
        """The errands that wait, up to a bound; and whether there will be more."""
        errands: list[_Errand[Any]] = []
        while len(errands) < _MOST_TOGETHER:
            errand = self._errands.get()
            if errand is None:
                return errands, False
            errands.append(errand)
            if self._errands.empty():
                break
        return errands, True

    def _carry_out(self, errands: list[_Errand[Any]]) -> None:
        """All in one transaction; where one of them fails, each in a transaction of its own.

        Where the records cannot be used for the first of these either, the others need not wait to be told so.
        """
        error = self._tried(errands)
        if error is None or len(errands) == 1:
            return
        for place, errand in enumerate(errands):
            error = self._tried([errand])
            if isinstance(error, DatabaseUnavailable) and place == 0:
                for other in errands:
                    other.error = error
                return

    def _tried(self, errands: list[_Errand[Any]]) -> Exception | None:
        """What went wrong, if something did; then nothing of it is in the records."""
        try:
            with self.database.begin(durable=any(errand.durable for errand in errands)) as session:
                for errand in errands:
                    errand.result = errand.job(session)
        except Exception as error:  # a boundary: whatever it is goes to the caller of the job
            errands[0].error = error
            return error
        errands[0].error = None
        return None


def in_memory() -> Scribe:
    """Records that end with the program."""
    database = Database("sqlite://")
    database.migrate()
    return Scribe(database, threads=False)


def _tell(errands: list[_Errand[Any]]) -> None:
    """Tell the callers: one call a loop, for each call wakes it."""
    for loop in {errand.told.get_loop() for errand in errands}:
        mine = [errand for errand in errands if errand.told.get_loop() is loop]
        try:
            loop.call_soon_threadsafe(_tell_all, mine)
        except RuntimeError:  # the loop is closed: nobody waits any more
            continue


def _tell_all(errands: list[_Errand[Any]]) -> None:
    for errand in errands:
        errand.tell()
