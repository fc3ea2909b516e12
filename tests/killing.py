"""What the crash tests share: a server that is killed and started again, and what its visitors must have been told."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench.services import free_port
from bot.settings import ROOT

SMALL_PACK = Path(__file__).parent / "knowledge" / "small_pack"


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


async def checked(visitor):
    """The replies that the server has: all that was said is there, in order, each answered once and in order."""
    told = await visitor.transcript()
    asked, replies = ([message for message in told if message["direction"] == way] for way in ("in", "out"))
    assert [message["text"] for message in asked] == list(visitor.texts)
    assert [reply["reply_to"] for reply in replies] == [message["number"] for message in asked]
    assert [message["number"] for message in told] == list(range(1, 2 * len(visitor.texts) + 1))
    assert [message["number"] for message in visitor.seen] == [message["number"] for message in told]
    return replies


async def accepted(visitors, load, part):
    """Wait until this part of all messages is accepted."""
    while sum(len(visitor.accepted) for visitor in visitors) < part * sum(len(visitor.texts) for visitor in visitors):
        if load.done():
            load.result()
        await asyncio.sleep(0.002)
