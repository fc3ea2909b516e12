"""Whether the platform takes the credentials is told at the start, and nothing waits for it."""

from __future__ import annotations

import pytest

from connectors.wechat import beginning
from connectors.wechat.account import Allowed
from connectors.wechat.platform import caller_of
from connectors.wechat.standing import Standing
from records import platforms
from tests.connectors.wechat.conftest import credentials_of, standing


def trouble(world):
    with world.gateway.scribe.database.read() as session:
        return platforms.get(session, "wechat", world.platform.app_id).trouble


@pytest.mark.parametrize(
    ("code", "told"),
    [(40125, "the AppSecret is wrong"), (40013, "the AppID is wrong"), (40164, "IP白名单")],
)
async def test_what_the_platform_refuses_is_told_at_the_start_and_messages_are_answered_all_the_same(
    platform, brain, library, scribe, caplog, code, told
):
    platform.refusals["stable_token"] = [code]
    with standing(platform, brain, scribe) as world:
        await world.until(lambda: told in caplog.text)
        await world.until(lambda: trouble(world) is not None)
        assert trouble(world).startswith(str(code))
        who = platform.follower()
        await platform.say(who, "hello")
        assert [how for how, _ in who.shown] == ["passive"]
    assert platform.secret not in caplog.text


async def test_what_is_taken_is_not_worth_a_line(world, caplog):
    await world.platform.say(world.platform.follower(), "hello")
    assert ("access token" in caplog.text, trouble(world)) == (False, None)


async def test_a_platform_that_cannot_be_reached_is_no_trouble_of_the_account(platform, library, scribe, caplog):
    account = credentials_of(platform, "http://127.0.0.1:1").account()
    caller = caller_of(account, scribe, "server")
    standing_ = Standing(scribe, "wechat", account.app_id, Allowed.AUTO, Allowed.AUTO)
    await beginning.check("wechat", caller, standing_, str)
    caller.close()
    assert "channel wechat: whether the credentials are good is not known" in caplog.text
    assert (await standing_.known()).trouble is None
