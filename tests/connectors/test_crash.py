"""The real server with a stand-in for understanding, killed by `kill -9` under load: nothing accepted is lost or answered twice.

The benchmark does this a thousand times (bench/); here are a few. tests/bot/test_killed.py does it with the real assistant.
"""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest

from bench.visitor import Visitor, client_of
from records.database import Database
from tests.killing import accepted, checked, stand_in
from tests.postgresql import private_server

VISITORS, MESSAGES, KILLS = 6, 20, 4


@pytest.fixture
def server(tmp_path):
    found = stand_in(tmp_path / "state")
    yield found
    found.clear()


def visitors_of(*clients):
    return [Visitor(clients, [f"visitor {v} says {n}" for n in range(MESSAGES)]) for v in range(VISITORS)]


async def answered_once(visitor):
    """The number in front is counted in the stand-in's memory: a turn that was run twice would skip one."""
    replies = await checked(visitor)
    assert [reply["text"] for reply in replies] == [f"{n} heard: {text}" for n, text in enumerate(visitor.texts, 1)]


def expire(address, pid):
    """Let the claims of a killed process run out, which takes a while by itself."""
    database = Database(address)
    with database.begin() as session:
        session.exec_driver_sql("UPDATE conversations SET lease_until = now() WHERE worker LIKE %s", (f"%-{pid}-%",))
    database.dispose()


async def test_nothing_accepted_is_lost_or_answered_twice_or_out_of_order_when_the_server_is_killed(server):
    server.start()
    async with client_of(server.port) as client:
        visitors = visitors_of(client)
        load = asyncio.gather(*(visitor.run() for visitor in visitors))
        for n in range(KILLS):
            await accepted(visitors, load, (n + 1) / (KILLS + 2))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await load
        for visitor in visitors:
            await answered_once(visitor)


async def test_of_several_servers_on_postgresql_some_may_be_killed_and_each_message_is_answered_once_and_in_order(tmp_path):
    with private_server() as postgresql, contextlib.ExitStack() as cleared:
        database = postgresql.new_database("records")
        servers = [stand_in(tmp_path / "state", database) for _ in range(2)]
        for server in servers:
            cleared.callback(server.clear)
            server.start()
        async with client_of(servers[0].port) as first, client_of(servers[1].port) as second:
            visitors = visitors_of(first, second)
            load = asyncio.gather(*(visitor.run() for visitor in visitors))
            await accepted(visitors, load, 1 / 3)
            await asyncio.to_thread(servers[0].kill)
            expire(database, servers[0].process.pid)
            await load
            for visitor in visitors:
                await answered_once(visitor)
        await asyncio.to_thread(servers[1].end)


async def test_a_turn_that_the_kill_cut_off_is_done_at_once_after_the_start_and_a_server_ends_in_order(server):
    server.start()
    async with client_of(server.port) as client:
        first = await client.post("/web/messages", json={"id": "message-1", "text": "freeze 1"})
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {first.json()['token']}"}
        again = await client.post("/web/messages?wait=20", json={"id": "message-1", "text": "freeze 1"}, headers=headers)
        assert ([reply["text"] for reply in again.json()["replies"]], again.json()["duplicate"]) == (["1 heard: freeze 1"], True)
        assert time.monotonic() - began < 5
    assert await asyncio.to_thread(server.end) == 0
