"""The address of WeChat customer service, and whether what is set up is right."""

from __future__ import annotations

import asyncio
import dataclasses
from urllib.parse import urlencode

import httpx
import pytest

from connectors.wechat.finding import Finding
from connectors.wechat_kf import doctor
from connectors.wechat_kf.account import Credentials
from connectors.wechat_kf.platform import caller_of
from records.models import Account as Known
from tests.connectors.wechat_kf.conftest import Standing


def test_the_address_is_shown_to_be_ours_and_nobody_elses(world):
    from tests.platforms.envelopes import encrypt

    sealed = encrypt("123456", world.platform.aes_key, world.platform.corp_id)
    query = world.platform.query(sealed)
    good = httpx.get(f"{world.url}/wechat/kf", params={**query, "echostr": sealed})
    assert (good.status_code, good.text) == (200, "123456")
    for wrong in ({**query, "echostr": sealed[:-4] + "AAAA"}, {**query, "msg_signature": "0", "echostr": sealed}, {}):
        assert httpx.get(f"{world.url}/wechat/kf", params=wrong).status_code == 403


@pytest.mark.parametrize("body", [b"", b"<xml/>", b"\xff", b"<xml><Encrypt>x</Encrypt></xml>", b"x" * 70000])
async def test_what_is_no_callback_is_refused_and_nothing_is_read(world, body):
    await world.until(lambda: len(world.platform.calls) == 3)  # the credentials are tried at the start, and what came is read
    url = f"{world.url}/wechat/kf?{urlencode(world.platform.query('x'))}"
    answer = await asyncio.to_thread(httpx.post, url, content=body)
    assert answer.status_code in {400, 403, 413}
    await asyncio.sleep(0.1)
    assert len(world.platform.calls) == 3


async def test_the_doctor_tries_the_callback_and_names_what_to_set(world, scribe):
    platform = world.platform
    account = Credentials(platform.corp_id, platform.secret, platform.token, platform.aes_key, api=f"{platform.api}/cgi-bin/").account()
    caller = caller_of(account, scribe, "doctor")
    try:
        found = await doctor.examine(account, caller, Known("wechat_kf", platform.corp_id), world.url)
        other = await doctor.examine(dataclasses.replace(account, token="another"), caller, Known("wechat_kf", platform.corp_id), world.url)
    finally:
        caller.close()
    told = f"there are {platform.service}; set WECOM_KF_ID, so that what came while the server was down is read at its start"
    assert found == [
        Finding("kf: accounts", "note", told),
        Finding("kf: callback", "ok", f"{world.url}/wechat/kf answers, and takes messages in safe mode"),
    ]
    assert (other[1].outcome, "HTTP 403" in other[1].said) == ("wrong", True)


async def test_a_secret_that_is_refused_is_told_at_the_start(platform, brain, library, scribe, caplog):
    platform.secret = "t" * 43
    standing = Standing(platform, brain, scribe)
    platform.secret = "other"
    with standing as world:
        await world.until(lambda: "channel wechat_kf: the platform gives no access token: 40001" in caplog.text)
