"""A thread with a loop of its own: results, errors, cancelling, and that nobody waits for one that stands still."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from connectors.gateway.apart import Apart


@pytest.fixture
def apart():
    found = Apart("test")
    yield found
    found.close()
    found._thread.join(5)


async def where():
    return threading.current_thread().name


async def test_work_runs_in_the_thread_and_its_result_comes_back(apart):
    assert await apart.run(where()) == "test"


def test_work_can_be_waited_for_without_a_loop(apart):
    assert apart.wait_for(where()) == "test"


async def test_what_it_raises_comes_back(apart):
    async def broken():
        raise KeyError("x")

    with pytest.raises(KeyError):
        await apart.run(broken())


async def test_who_is_cancelled_cancels_the_work_and_waits_for_its_end(apart):
    ended = threading.Event()

    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            time.sleep(0.05)  # noqa: ASYNC251 (it takes a while to end)
            ended.set()

    caller = asyncio.create_task(apart.run(work()))
    await asyncio.sleep(0.02)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended.is_set()


async def test_the_caller_s_loop_goes_on_while_the_thread_stands_still(apart):
    async def frozen():
        time.sleep(0.3)  # noqa: ASYNC251 (on purpose)

    work, ticks = asyncio.create_task(apart.run(frozen())), 0
    while not work.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 10
