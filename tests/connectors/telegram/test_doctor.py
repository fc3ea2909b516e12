"""The doctor says what is missing or refused, and what to do; and shows nothing that is secret."""

from __future__ import annotations

import time

import pytest

from bot.cli import UserError
from bot.cli import telegram as verb
from connectors.telegram.credentials import PATH, Credentials
from connectors.telegram.doctor import examine
from tests.connectors.telegram.conftest import SECRET, served
from tests.platforms.telegram.world import TOKEN

GROUPS = "in groups it sees commands that name it and answers to it; for mentions too, let @BotFather /setprivacy: Disable"
WELL = [(True, "the bot is @ciep_test_bot"), (True, GROUPS)]


async def found(telegram, address="http://127.0.0.1:9", token=TOKEN, secret=SECRET, polling="off"):
    return [(one.good, one.said) for one in await examine(Credentials(token, secret, address, polling, telegram.url))]


async def test_all_is_well(telegram, server):
    assert await found(telegram, server) == [
        *WELL,
        (True, f"Telegram calls {server}{PATH}"),
        (True, f"the server answers at {server}{PATH}, and knows the secret"),
    ]


async def test_a_token_that_telegram_does_not_know(telegram):
    (one,) = await found(telegram, token=TOKEN[:-1] + "x")
    assert (one[0], one[1].startswith("Telegram does not know the token"), TOKEN[10:-1] in one[1]) == (False, True, False)


async def test_a_telegram_that_cannot_be_reached(telegram):
    telegram.__exit__()
    (one,) = await found(telegram)
    assert (one[0], one[1].startswith(f"{telegram.url} cannot be reached (NetworkError)")) == (False, True)


async def test_a_webhook_that_was_not_set_and_a_server_that_is_down(telegram):
    address = "http://127.0.0.1:9"
    assert await found(telegram) == [
        *WELL,
        (False, f"Telegram has no address to call, not {address}{PATH}: start the server (./assistant serve), which tells it so."),
        (False, f"{address}{PATH} cannot be reached from here (ConnectError): is the server up, and its proxy?"),
    ]


async def test_another_program_at_the_address(telegram, server):
    assert (await found(telegram, telegram.url))[-1] == (
        False, f"{telegram.url}{PATH} answers 404: another program is there, or the channel is off in it.",
    )  # fmt: skip


async def test_another_secret(telegram, server):
    (said,) = [said for good, said in await found(telegram, server, secret="another") if not good]
    assert said == "the running server has another secret: start it anew with the present TELEGRAM_WEBHOOK_SECRET."


async def test_what_telegram_says_of_its_last_calls(telegram, server):
    failed = {"last_error_date": int(time.time()) - 60, "last_error_message": "Wrong response from the webhook: 502 Bad Gateway"}
    telegram.world.webhook |= {"allowed_updates": ["message"], **failed}
    telegram.world.pending.extend({"update_id": n} for n in range(101))
    wrong = [said for good, said in await found(telegram, server) if not good]
    assert [said.split(":")[0] for said in wrong] == [
        "Telegram does not send all kinds of update that are needed",
        wrong[1].split(":")[0],
        "101 updates wait",
    ]
    assert wrong[1].endswith("Z: Wrong response from the webhook: 502 Bad Gateway")


async def test_polling(telegram):
    assert await found(telegram, polling="on") == [*WELL, (True, "polling is on, and there is no webhook")]
    telegram.world.webhook = {"url": "https://old.example.org/x"}
    assert (await found(telegram, polling="on"))[-1] == (
        True, "polling is on: the server takes the webhook https://old.example.org/x away when it starts",
    )  # fmt: skip


@pytest.fixture
def credentials_of(monkeypatch):
    """Sets the variables."""

    def use(**values):
        for name in ("BOT_TOKEN", "WEBHOOK_SECRET", "WEBHOOK_URL", "POLLING", "API_URL"):
            monkeypatch.delenv(f"TELEGRAM_{name}", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(f"TELEGRAM_{name}", value)
        monkeypatch.setattr("bot.cli.telegram.quiet", lambda: None)

    return use


def test_the_command_ends_with_0_where_all_is_well_and_else_with_1(telegram, gateway_of, credentials_of, capsys):
    with served(gateway_of, telegram) as address:
        telegram.until(lambda: len(telegram.world.commands) == 2)
        credentials_of(BOT_TOKEN=TOKEN, WEBHOOK_SECRET=SECRET, WEBHOOK_URL=address, API_URL=telegram.url)
        assert verb.run(["doctor"]) == 0
        telegram.world.webhook["url"] = ""
        assert verb.run(["doctor"]) == 1
    said = capsys.readouterr().out
    assert ([secret for secret in (TOKEN, SECRET) if secret in said], "MEND  Telegram has no address" in said) == ([], True)


def test_the_command_takes_the_webhook_away(telegram, credentials_of, capsys):
    telegram.world.webhook = {"url": "https://x.example.org"}
    credentials_of(BOT_TOKEN=TOKEN, POLLING="on", API_URL=telegram.url)
    assert (verb.run(["doctor", "--delete"]), telegram.world.webhook) == (0, {"url": ""})
    credentials_of(BOT_TOKEN=TOKEN[:-1] + "x", POLLING="on", API_URL=telegram.url)
    with pytest.raises(UserError, match="did not take the webhook away: InvalidToken"):
        verb.run(["doctor", "--delete"])


def test_the_command_says_what_switches_the_channel_on(credentials_of):
    credentials_of()
    with pytest.raises(UserError, match="TELEGRAM_BOT_TOKEN is not set"):
        verb.run(["doctor"])
