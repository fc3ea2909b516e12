"""The doctor: what is missing or refused is named, with what to do; nobody gets a message, and nothing is stored."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from connectors.gateway.clock import utc_now
from connectors.wechat import doctor, menu
from connectors.wechat.platform import caller_of
from records.models import Account as Known
from tests.connectors.wechat.conftest import credentials_of

WEBSITE = "https://www.example.org"
FRESH = Known("wechat", "wx0123456789abcdef")


@pytest.fixture
async def ask(platform, scribe):
    """Examine the account of the platform; what was found, by its name."""

    async def asked(known=FRESH, address="", **changes):
        account = dataclasses.replace(credentials_of(platform, platform.api).account(), **changes)
        caller = caller_of(account, scribe, "doctor")
        try:
            found = await doctor.examine(account, caller, known, WEBSITE, address)
        finally:
            caller.close()
        return {finding.name: (finding.outcome, finding.said) for finding in found}

    return asked


async def test_all_is_well(world, ask, scribe):
    account = credentials_of(world.platform, world.platform.api).account()
    caller = caller_of(account, scribe, "doctor")
    await menu.push(caller, menu.read(WEBSITE))
    caller.close()
    assert await ask(address=world.url) == {
        "mode": ("ok", "safe; 1 key(s)"),
        "access token": ("ok", "fetched, and good for calls"),
        "customer-service messages": ("ok", "allowed"),
        "menu": ("ok", "as in menu.yml"),
        "callback": ("ok", f"{world.url}/wechat answers, and takes messages in safe mode"),
    }
    assert world.talk(world.platform.follower("o-nobody-0000000000000000000")) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [(40125, "AppSecret"), (40013, "AppID"), (40164, "IP白名单"), (45009, "midnight"), (-1, "system error")],
)
async def test_what_keeps_the_token_away_is_told(platform, ask, code, told):
    platform.refusals["stable_token"] = [code]
    found = await ask()
    assert set(found) == {"mode", "access token"}
    assert found["access token"][0] == "wrong"
    assert found["access token"][1].startswith(str(code))
    assert told in found["access token"][1]


async def test_an_account_without_permissions_is_told_what_that_means(platform, ask):
    platform.verified = False
    found = await ask()
    assert (found["customer-service messages"][0], found["menu"][0]) == ("note", "note")
    assert "next message" in found["customer-service messages"][1]


async def test_a_menu_that_is_missing_or_another_is_told(platform, ask):
    assert "there is none" in (await ask())["menu"][1]
    platform.menu = {"button": [{"name": "old", "type": "click", "key": "x"}]}
    assert "another than in menu.yml" in (await ask())["menu"][1]


async def test_a_secret_that_was_changed_is_told_though_a_token_of_before_is_still_good(platform, ask):
    assert (await ask())["access token"][0] == "ok"
    assert (await ask(secret="6" * 32))["access token"][1].startswith("40125")


@pytest.mark.parametrize(
    ("trouble", "hours", "outcome"),
    [("40164: invalid ip", 1, "wrong"), ("40164: invalid ip", 25, "note"), ("48001: api unauthorized", 1, "note")],
)
async def test_what_was_refused_last_is_told(ask, trouble, hours, outcome):
    at = utc_now() - dt.timedelta(hours=hours)
    known = dataclasses.replace(FRESH, trouble=trouble, trouble_at=at)
    assert (await ask(known))["last refusal"] == (outcome, f"{at:%Y-%m-%d %H:%M}Z: {trouble}")


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_the_callback_is_tried_in_each_mode(world, ask, mode):
    assert (await ask(address=world.url + "/"))["callback"][0] == "ok"
    assert (await ask())["mode"][0] == ("ok" if mode == "safe" else "note")


async def test_a_callback_that_is_not_ours_or_is_set_up_otherwise_is_told(world, ask, platform):
    assert (await ask(address="http://127.0.0.1:1"))["callback"][1].startswith("http://127.0.0.1:1/wechat cannot be reached")
    assert "HTTP 403" in (await ask(address=world.url, token="another"))["callback"][1]
    assert "does not answer" in (await ask(address=platform.api))["callback"][1]
    platform.aes_key = "Z" * 43
    assert "does not take a message: HTTP 403" in (await ask(address=world.url))["callback"][1]
