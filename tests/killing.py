"""What the crash tests share: a server that is killed and started again, and visitors who don't give up."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.services import free_port
from bot.settings import ROOT

SMALL_PACK = Path(__file__).parent / "knowledge" / "small_pack"
PATIENCE = 120.0


@dataclass
class Server:
    """A program that serves on one port, started and killed again. ready: what the line says that tells that it listens."""

    command: list[str]
    port: int
    ready: str
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    def start(self):
        """Start it; it listens then."""
        environment = {**os.environ, **self.environment}
        out = subprocess.STDOUT if "listening" in self.ready else None
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=out, text=True, env=environment)
        for line in self.process.stdout:
            if self.ready in line:
                return
        raise AssertionError("the server did not start")

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.communicate()

    def end(self):
        """End it in order; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def clear(self):
        """Kill it if it still runs."""
        if self.process and self.process.poll() is None:
            self.kill()


def stand_in(state: Path, database: str = "") -> Server:
    """The real server with a stand-in for understanding."""
    port = free_port()
    command = [sys.executable, "-m", "bench.stand_in", "--state", state, "--port", port, "--pack", SMALL_PACK]
    command += ["--index", state.parent / "index", "--database", database]
    return Server(list(map(str, command)), port, "http")


def client_of(server: Server) -> httpx.AsyncClient:
    """A browser's connections to a server."""
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=30)


class Visitor:
    """Says texts one after the other, to any of the servers; each again, with the same id, until it is accepted."""

    def __init__(self, clients, texts):
        self.clients, self.texts, self.token, self.accepted = itertools.cycle(clients), texts, None, 0

    async def run(self):
        """Say all."""
        self.token = (await self._again("/web/visits", {}))["token"]
        for n, text in enumerate(self.texts):
            await self._again("/web/messages", {"id": f"message-{n}", "text": text})
            self.accepted += 1

    async def told(self):
        """What is in the records, once every message is answered."""
        found = []
        async for _ in _tries():
            with contextlib.suppress(httpx.TransportError):
                answer = await next(self.clients).get("/web/transcript", headers={"Authorization": f"Bearer {self.token}"})
                found = answer.json()["messages"]
            if len(found) >= 2 * len(self.texts):
                return found
        raise AssertionError(f"{len(found)} messages of {2 * len(self.texts)}")

    async def checked(self):
        """The replies: all that was said is there, in order, each answered once and in order."""
        told = await self.told()
        asked, replies = ([message for message in told if message["direction"] == way] for way in ("in", "out"))
        assert [message["text"] for message in asked] == self.texts
        assert [reply["reply_to"] for reply in replies] == [message["number"] for message in asked]
        assert [message["number"] for message in told] == list(range(1, 2 * len(self.texts) + 1))
        return replies

    async def _again(self, url, body):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async for _ in _tries():
            with contextlib.suppress(httpx.TransportError):
                answer = await next(self.clients).post(url, json=body, headers=headers)
                assert answer.status_code in {201, 202}, answer.text
                return answer.json()
        raise AssertionError("the server did not come back")


async def accepted(visitors, load, part):
    """Wait until this part of all messages is accepted."""
    while sum(visitor.accepted for visitor in visitors) < part * sum(len(visitor.texts) for visitor in visitors):
        if load.done():
            load.result()
        await asyncio.sleep(0.002)


async def _tries():
    end = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < end:
        yield
        await asyncio.sleep(0.05)
