"""The real assistant, killed ten times by `kill -9` while visitors talk to it: every message is answered once, and in order."""

from __future__ import annotations

import asyncio
import sys

import pytest

from bench.services import free_port
from bench.visitor import Visitor, client_of
from tests.killing import Server, accepted, checked

pytestmark = pytest.mark.model

KILLS, VISITORS = 10, 3
TEXTS = [
    "大会什么时候开？",
    "在哪里？",
    "When is the deadline for a booth?",
    "whom do I contact?",
    "海归招聘会谁承办，电话多少？",
    "邮箱呢",
] * 5


@pytest.fixture
def server(model, settings, tmp_path):
    (tmp_path / "index").symlink_to((settings.state / "index").absolute())
    environment = {
        "ASSISTANT_STATE": str(tmp_path),
        "ASSISTANT_MODELS": str(settings.models.absolute()),
        "ASSISTANT_TODAY": settings.today.isoformat(),
        "ASSISTANT_RATE": "0",
        "ASSISTANT_DESK": "off",
    }
    port = free_port()
    found = Server([sys.executable, "-m", "bot", "serve", "--port", str(port)], port, "listening", environment)
    yield found
    found.clear()


async def test_nothing_accepted_is_lost_or_answered_twice_when_the_assistant_is_killed_ten_times(server):
    await asyncio.to_thread(server.start)
    async with client_of(server.port) as client:
        visitors = [Visitor([client], TEXTS) for _ in range(VISITORS)]
        load = asyncio.gather(*(visitor.run() for visitor in visitors))
        for n in range(KILLS):
            await accepted(visitors, load, (n + 1) / (KILLS + 1))
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await load
        answers = [[(reply["text"], reply["metadata"]["kind"]) for reply in await checked(visitor)] for visitor in visitors]
    assert all(kind == "answer" for _, kind in answers[0])
    assert answers == [answers[0]] * VISITORS
