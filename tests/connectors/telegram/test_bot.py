"""The start: what Telegram is told, and what the log says where it does not take it."""

from __future__ import annotations

import logging

import pytest

from bot.logs import configure
from connectors.telegram import bot
from connectors.telegram.commands import texts
from tests.connectors.telegram.conftest import SECRET, served
from tests.platforms.telegram.api import Refused
from tests.platforms.telegram.world import TOKEN


@pytest.mark.parametrize(
    ("method", "refusal", "told"),
    [
        ("getMe", Refused(401, "Unauthorized"), "it does not know the token (TELEGRAM_BOT_TOKEN)"),
        ("getMe", Refused(502, "Bad Gateway"), "NetworkError"),
        (
            "setWebhook",
            Refused(400, "Bad Request: bad webhook: Failed to resolve host"),
            "Bad webhook: failed to resolve host",
        ),
    ],
)
def test_what_telegram_does_not_take_at_the_start_is_told_and_tried_again(gateway_of, telegram, caplog, monkeypatch, method, refusal, told):
    monkeypatch.setattr(bot, "_FIRST_PAUSE", 0.05)
    telegram.api.trouble[method] = [refusal]
    with served(gateway_of, telegram):
        telegram.until(lambda: len(telegram.world.commands) == 2)
    ours = [record.getMessage() for record in caplog.records if record.name == "connectors.telegram.bot"]
    assert ours == [f"Telegram cannot be used yet, and is tried again: {told}"]
    assert [secret for secret in (TOKEN, SECRET) if secret in "".join(ours)] == []


def test_the_libraries_that_know_the_token_log_nothing():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        configure(logging.DEBUG)
        assert [
            name for name in ("httpx", "httpcore.http11", "telegram.ext.ExtBot") if logging.getLogger(name).isEnabledFor(logging.ERROR)
        ] == []
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.NOTSET)


def test_every_text_exists_in_both_languages():
    entries = [texts()["start"], texts()["cancel"], *texts()["commands"].values()]
    assert [set(entry) for entry in entries] == [{"zh", "en"}] * len(entries)
