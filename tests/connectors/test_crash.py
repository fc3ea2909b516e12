"""The real server with a stand-in for understanding, killed by `kill -9` under load: nothing accepted is lost or answered twice.

The benchmark does this a thousand times (bench/); here are a few.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bench.services import free_port
from bot.settings import ROOT
from records.database import Database
from tests.postgresql import private_server

VISITORS, MESSAGES, KILLS = 6, 20, 4
SMALL_PACK = Path(__file__).parent.parent / "knowledge" / "small_pack"


@dataclass
class Server:
    """The stand-in server on one port and one state folder, started and killed again."""

    state: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def start(self):
        command = [sys.executable, "-m", "bench.stand_in", "--state", self.state, "--port", self.port, "--pack", SMALL_PACK]
        command += ["--index", self.state.parent / "index", "--database", self.database]
        self.process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().startswith("http")

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)
        return self.process.returncode


class Visitor:
    """Says its messages one after the other, to any of the servers; each again, with the same id, until it is accepted."""

    def __init__(self, clients, name):
        self.clients, self.name, self.token, self.accepted = itertools.cycle(clients), name, None, {}

    async def run(self):
        await self.again("POST", "/web/visits", {}, self.visited)
        for n in range(MESSAGES):
            await self.again("POST", "/web/messages", {"id": f"message-{n}", "text": f"{self.name} says {n}"}, self.was_accepted)

    def visited(self, answer):
        self.token = answer["token"]

    def was_accepted(self, answer):
        self.accepted[answer["number"]] = answer

    async def again(self, method, url, body, tell):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        for _ in range(500):
            try:
                answer = await next(self.clients).request(method, url, json=body, headers=headers)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            assert answer.status_code in {201, 202}, answer.text
            tell(answer.json())
            return
        raise AssertionError("the server did not come back")

    async def told(self):
        """What is in the records: all of it, once every message is answered."""
        headers = {"Authorization": f"Bearer {self.token}"}
        found = []
        for _ in range(500):
            with contextlib.suppress(httpx.TransportError):
                found = (await next(self.clients).get("/web/transcript", headers=headers)).json()["messages"]
            if len(found) >= 2 * MESSAGES:
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"{len(found)} messages of {2 * MESSAGES}")


@pytest.fixture
def server(tmp_path):
    found = Server(tmp_path / "state")
    yield found
    if found.process.poll() is None:
        found.kill()


def expire(address, pid):
    """Let the claims of a killed process run out, which takes a while by itself."""
    database = Database(address)
    with database.begin() as session:
        session.exec_driver_sql("UPDATE conversations SET lease_until = now() WHERE worker LIKE %s", (f"%-{pid}-%",))
    database.dispose()


async def accepted(visitors, load, part):
    """Wait until this part of all messages is accepted."""
    while sum(len(visitor.accepted) for visitor in visitors) < part * VISITORS * MESSAGES:
        if load.done():
            load.result()
        await asyncio.sleep(0.002)


def check(visitor, told):
    """All that a visitor said is there, in order, each answered once and in order."""
    asked = [message for message in told if message["direction"] == "in"]
    replies = [message for message in told if message["direction"] == "out"]
    assert [message["text"] for message in asked] == [f"{visitor.name} says {n}" for n in range(MESSAGES)]
    # the number in front is counted in the assistant's memory: a turn that was run twice would skip one
    assert [reply["text"] for reply in replies] == [f"{n} heard: {message['text']}" for n, message in enumerate(asked, 1)]
    assert [reply["reply_to"] for reply in replies] == [message["number"] for message in asked]
    assert [message["number"] for message in told] == list(range(1, 2 * MESSAGES + 1))


async def test_nothing_accepted_is_lost_or_answered_twice_or_out_of_order_when_the_server_is_killed(server):
    server.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=10) as client:
        visitors = [Visitor([client], f"visitor {n}") for n in range(VISITORS)]
        load = asyncio.gather(*(visitor.run() for visitor in visitors))
        for n in range(KILLS):
            await accepted(visitors, load, (n + 1) / (KILLS + 2))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await load
        for visitor in visitors:
            check(visitor, await visitor.told())


async def test_of_several_servers_on_postgresql_some_may_be_killed_and_each_message_is_answered_once_and_in_order(tmp_path):
    with private_server() as postgresql:
        database = postgresql.new_database("records")
        servers = [Server(tmp_path / "state", database) for _ in range(2)]
        for server in servers:
            server.start()
        clients = [httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=10) for server in servers]
        visitors = [Visitor(clients, f"visitor {n}") for n in range(VISITORS)]
        load = asyncio.gather(*(visitor.run() for visitor in visitors))
        await accepted(visitors, load, 1 / 3)
        await asyncio.to_thread(servers[0].kill)
        await load
        expire(database, servers[0].process.pid)
        for visitor in visitors:
            check(visitor, await visitor.told())
        await asyncio.to_thread(servers[1].end)
        for client in clients:
            await client.aclose()


async def test_a_turn_that_the_kill_cut_off_is_done_at_once_after_the_start_and_a_server_ends_in_order(server):
    server.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as client:
        first = await client.post("/web/messages", json={"id": "message-1", "text": "freeze 1"})
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {first.json()['token']}"}
        again = await client.post("/web/messages?wait=20", json={"id": "message-1", "text": "freeze 1"}, headers=headers)
        assert ([reply["text"] for reply in again.json()["replies"]], again.json()["duplicate"]) == (["1 heard: freeze 1"], True)
        assert time.monotonic() - began < 5
    assert await asyncio.to_thread(server.end) == 0
