"""The real server with a stand-in for understanding, killed by `kill -9` while Telegram delivers: nothing is lost or answered twice.

A message to a visitor may be sent twice where the kill fell between Telegram's 200 and our commit: nobody can know.
"""

from __future__ import annotations

import time

import pytest

from tests.killing import stand_in
from tests.platforms.telegram.platform import Platform
from tests.platforms.telegram.world import TOKEN

VISITORS, MESSAGES, KILLS = 12, 4, 4
AT_ONCE = 16
"""Deliveries that may be on their way when the kill comes."""


@pytest.fixture
def telegram():
    """The fake Telegram, which gives a server that is started again its time."""
    with Platform(retry=0.2) as platform:
        yield platform


@pytest.fixture
def server(tmp_path, telegram):
    found = stand_in(tmp_path / "state")
    found.environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": "the-secret",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{found.port}",
        "TELEGRAM_API_URL": telegram.url,
    }
    yield found
    found.clear()


def said(telegram, chat):
    """What a visitor was told, each reply once, as the number in front counts it in the stand-in's memory."""
    return list(dict.fromkeys(text.split("\n")[0] for text in telegram.said_in(chat)))


def test_killed_again_and_again_every_message_is_answered_once_and_in_order(telegram, server):
    server.start()
    telegram.until(lambda: len(telegram.world.commands) == 2, 30)
    people = [telegram.person(3000 + n) for n in range(VISITORS)]
    for number in range(MESSAGES):
        for person in people:
            telegram.post({"message": telegram.message(person, f"{person.id} says {number}")}, times=2)
    total = VISITORS * MESSAGES
    for kill in range(KILLS):
        telegram.until(lambda part=kill: len(telegram.sent) >= total * (part + 1) / (KILLS + 2), 60)
        server.kill()
        server.start()
    expected = {person.id: [f"{n + 1} heard: {person.id} says {n}" for n in range(MESSAGES)] for person in people}
    telegram.until(lambda: {person.id: said(telegram, person.id) for person in people} == expected, 90)
    time.sleep(1.0)
    assert {person.id: said(telegram, person.id) for person in people} == expected
    assert 0 <= len(telegram.sent) - total <= KILLS * AT_ONCE
    assert server.end() == 0
