"""Who reads and writes the records: many writes in one commit, errors to those whom they concern, nothing on the loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time

import pytest

from connectors.gateway.scribe import Scribe
from records.errors import DatabaseUnavailable, NoSuchConversation


class Ledger:
    """Stands for a database: a list that a transaction appends to. fails: what its next commits raise, one each."""

    def __init__(self):
        self.rows, self.commits, self.fails, self.disposed = [], [], [], False

    @contextlib.contextmanager
    def begin(self, *, durable=True):
        written = []
        yield written
        if self.fails and (error := self.fails.pop(0)):
            raise error
        self.rows += written
        self.commits.append((len(written), durable))

    @contextlib.contextmanager
    def read(self):
        yield list(self.rows)

    def dispose(self):
        self.disposed = True


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def scribe(ledger):
    found = Scribe(ledger)
    yield found
    found.close()
    assert ledger.disposed


def append(value):
    """A job that writes a row."""

    def job(rows):
        rows.append(value)
        return value

    return job


def hold(seconds=0.05):
    """A job that takes a while, so that others gather behind it."""

    def job(_rows):
        time.sleep(seconds)

    return job


async def test_what_is_written_is_committed_when_it_is_told(scribe, ledger):
    assert await scribe.write(append(1)) == 1
    assert (ledger.rows, ledger.commits) == ([1], [(1, True)])
    assert await scribe.read(list) == [1]


async def test_jobs_run_in_threads_of_their_own(scribe):
    names = [await scribe.write(lambda _: threading.current_thread().name), await scribe.read(lambda _: threading.current_thread().name)]
    assert names == ["records-writer", "records-reader_0"]


async def together(scribe, *writes):
    """The results of writes that come while another one is at work."""
    began, go_on = threading.Event(), threading.Event()

    def busy(_rows):
        began.set()
        assert go_on.wait(5)

    first = asyncio.create_task(scribe.write(busy, durable=False))
    while not began.is_set():  # noqa: ASYNC110 (set in a thread)
        await asyncio.sleep(0.001)
    waiting = [asyncio.create_task(write) for write in writes]
    await asyncio.sleep(0)
    go_on.set()
    await first
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_writes_that_come_together_are_committed_together_and_in_order(scribe, ledger):
    assert await together(scribe, *(scribe.write(append(n)) for n in range(30))) == list(range(30))
    assert (ledger.rows, ledger.commits) == (list(range(30)), [(0, False), (30, True)])


async def test_a_commit_is_as_durable_as_its_most_important_write(scribe, ledger):
    await together(scribe, scribe.write(append(1), durable=False), scribe.write(append(2)))
    await scribe.write(append(3), durable=False)
    assert ledger.commits == [(0, False), (2, True), (1, False)]


async def test_an_error_of_one_job_is_told_to_its_caller_alone_and_leaves_nothing(scribe, ledger):
    def broken(rows):
        rows.append("half")
        raise NoSuchConversation("erased")

    results = await together(scribe, scribe.write(append(1)), scribe.write(broken), scribe.write(append(2)))
    assert [type(result) for result in results] == [int, NoSuchConversation, int]
    assert ledger.rows == [1, 2]


async def test_a_commit_that_fails_is_told_to_all_and_nothing_is_kept_for_later(scribe, ledger):
    error = DatabaseUnavailable("disk full")
    ledger.fails = [None, error, error]
    assert await together(scribe, scribe.write(append(1)), scribe.write(append(2))) == [error, error]
    await scribe.write(append(3))
    assert ledger.rows == [3]


async def test_while_the_records_are_gone_nobody_waits_for_the_tries_of_all_others(scribe, ledger):
    error = DatabaseUnavailable("no answer")
    ledger.fails = [None, *[error] * 30]
    assert await together(scribe, *(scribe.write(append(n)) for n in range(20))) == [error] * 20
    assert len(ledger.fails) == 28


async def test_writes_that_stood_in_each_others_way_are_done_one_by_one(scribe, ledger):
    ledger.fails = [None, DatabaseUnavailable("deadlock detected")]
    assert await together(scribe, *(scribe.write(append(n)) for n in range(5))) == list(range(5))
    assert (ledger.rows, len(ledger.commits)) == (list(range(5)), 6)


async def test_a_job_is_carried_out_though_its_caller_has_gone(scribe, ledger):
    caller = asyncio.create_task(scribe.write(append(1)))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await scribe.write(append(2))
    assert ledger.rows == [1, 2]


async def test_the_loop_goes_on_while_the_database_is_slow(scribe):
    writing, ticks = asyncio.create_task(scribe.write(hold(0.2))), 0
    while not writing.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 8


def test_loops_that_have_ended_are_no_trouble(scribe, ledger):
    async def hand_over():
        asyncio.get_running_loop().create_task(scribe.write(hold()))
        await asyncio.sleep(0)

    asyncio.run(hand_over())
    assert asyncio.run(scribe.write(append(1))) == 1


def test_what_was_handed_over_is_carried_out_before_it_ends(ledger):
    scribe = Scribe(ledger)

    async def hand_over():
        for n in range(100):
            asyncio.get_running_loop().create_task(scribe.write(append(n)))
        await asyncio.sleep(0)

    asyncio.run(hand_over())
    scribe.close()
    assert ledger.rows == list(range(100))
    assert max(count for count, _ in ledger.commits) <= 64


async def test_without_threads_jobs_run_where_they_are_called(ledger):
    scribe = Scribe(ledger, threads=False)
    assert await scribe.write(lambda _: threading.current_thread()) is threading.main_thread()
    assert await scribe.read(lambda _: threading.current_thread()) is threading.main_thread()
    assert await scribe.call(lambda database: database) is ledger


@pytest.mark.parametrize(("in_a_file", "same"), [(True, True), (False, False)])
async def test_a_file_is_read_here_where_that_is_wished(scribe, ledger, in_a_file, same):
    ledger.in_a_file = in_a_file
    assert (await scribe.read(lambda _: threading.get_ident(), here=True) == threading.get_ident()) is same
    assert await scribe.read(lambda _: threading.get_ident()) != threading.get_ident()
