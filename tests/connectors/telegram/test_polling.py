"""Polling, for development: updates are asked for, and acknowledged only once they are stored."""

from __future__ import annotations

import time

import httpx
import pytest

from connectors.telegram import polling
from connectors.telegram.credentials import PATH
from records.errors import DatabaseUnavailable
from tests.connectors.telegram.conftest import served
from tests.platforms.telegram.api import Refused


@pytest.fixture
def polled(gateway_of, telegram, monkeypatch):
    """The running application, which asks for updates; its address."""
    monkeypatch.setattr(polling, "_PAUSE", 0.1)
    telegram.world.webhook = {"url": "https://old.example.org/hook"}
    with served(gateway_of, telegram, polling="on") as address:
        yield address


def test_updates_are_asked_for_after_the_webhook_is_taken_away(telegram, polled, ann, brain):
    telegram.say(ann, "hello")
    telegram.until(lambda: telegram.said_in(1001))
    assert (telegram.world.webhook, brain.heard) == ({"url": ""}, ["hello"])
    assert [call.status for call in telegram.world.called("getUpdates")][:1] == [200]
    assert httpx.post(polled + PATH, json={}, trust_env=False).status_code == 404


def test_what_is_stored_is_acknowledged_with_the_next_call(telegram, polled, ann):
    updates = [telegram.say(ann, f"number {n}") for n in range(3)]
    telegram.until(lambda: len(telegram.said_in(1001)) == 3)
    telegram.until(lambda: any(call.parameters.get("offset") == updates[-1] + 1 for call in telegram.world.called("getUpdates")))
    telegram.until(lambda: not telegram.world.pending)


def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again(telegram, polled, ann, brain, gateway_of, monkeypatch):
    accept, broken = gateway_of.intake.accept, [True]

    async def accepts(*given):
        if broken[0]:
            raise DatabaseUnavailable("the disk is full")
        return await accept(*given)

    monkeypatch.setattr(gateway_of.intake, "accept", accepts)
    telegram.say(ann, "hello")
    time.sleep(0.5)
    assert len(telegram.world.pending) == 1
    broken[0] = False
    telegram.until(lambda: telegram.said_in(1001))
    assert brain.heard == ["hello"]


def test_a_telegram_that_does_not_answer_is_asked_again(telegram, polled, ann):
    telegram.until(lambda: telegram.world.called("getUpdates"))
    telegram.api.trouble["getUpdates"] = [Refused(502, "Bad Gateway"), Refused(409, "Conflict: terminated by other getUpdates request")]
    telegram.say(ann, "hello")
    telegram.until(lambda: telegram.said_in(1001))


def test_an_update_that_cannot_be_read_is_left_out(telegram, polled, ann, caplog):
    telegram.post({"message": {**telegram.message(ann, "hello"), "message_id": True}})
    telegram.say(ann, "and now?")
    telegram.until(lambda: telegram.said_in(1001))
    assert "is left out" in caplog.text
