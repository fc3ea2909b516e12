"""WeChat customer service, read: every message of every page once, in order, whatever crashes."""

from __future__ import annotations

import asyncio

import pytest

from connectors.wechat_kf.messages import read
from records import platforms
from tests.connectors.wechat_kf.conftest import Standing, talk


async def test_a_callback_brings_all_messages_of_all_pages_in_order_and_once(world, brain):
    first, second = world.platform.customer("wmFirst"), world.platform.customer("wmSecond")
    for n in range(10):
        world.platform.say(first if n % 2 else second, f"message {n}")
    answer = await world.platform.call()
    assert (answer.status_code, answer.text) == (200, "success")
    await world.sent(10)
    assert sorted(brain.heard) == [f"message {n}" for n in range(10)]
    for who, numbers in ((first, (1, 3, 5, 7, 9)), (second, (0, 2, 4, 6, 8))):
        assert [text for way, text in talk(world, who) if way == "in"] == [f"message {n}" for n in numbers]
        said = "\n\n".join(who.texts)
        assert [said.count(f"heard: message {n}") for n in numbers] == [1] * 5
    await world.platform.call()
    world.platform.say(first, "one more")
    await world.platform.call()
    await world.until(lambda: "one more" in brain.heard)
    assert len(brain.heard) == 11


async def test_what_comes_while_a_page_is_read_is_read_too(world, brain):
    who = world.platform.customer()
    world.platform.say(who, "one")
    await asyncio.gather(*(world.platform.call() for _ in range(5)))
    world.platform.say(who, "two")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["one", "two"])


async def test_after_a_crash_it_goes_on_where_it_was_and_nothing_comes_twice(platform, brain, library, scribe):
    who = platform.customer()
    with Standing(platform, brain, scribe) as world:
        for n in range(4):
            platform.say(who, f"message {n}")
        await platform.call()
        await world.sent(4)
    platform.say(who, "while it was down")
    with scribe.database.begin() as session:  # the note of the last page is lost
        session.exec_driver_sql("UPDATE cursors SET place = 'cursor-1'")
    with Standing(platform, brain, scribe) as world:
        await world.until(lambda: "while it was down" in brain.heard)
        await world.sent(5)
    assert brain.heard == [*(f"message {n}" for n in range(4)), "while it was down"]


async def test_two_workers_read_one_after_the_other(platform, brain, library, scribe):
    with Standing(platform, brain, scribe, "one") as one, Standing(platform, brain, scribe, "two") as two:
        who = platform.customer()
        for n in range(12):
            platform.say(who, f"message {n}")
            platform.url = (one, two)[n % 2].url
            await platform.call()
        await one.until(lambda: len(brain.heard) == 12)
        assert [text for way, text in talk(one, who) if way == "in"] == [f"message {n}" for n in range(12)]


async def test_what_is_older_than_the_first_start_is_history(platform, brain, library, scribe):
    who = platform.customer()
    platform.put(who, "text", {"content": "of yesterday"}, at=platform.now() - 86400)
    platform.put(who, "text", {"content": "just now"}, at=platform.now() - 60)
    with Standing(platform, brain, scribe) as world:
        await world.until(lambda: brain.heard == ["just now"])


@pytest.mark.parametrize("item", [None, 1, {}, {"msgtype": "text", "origin": 3}, {"msgtype": ["x"]}, {"msgtype": "event", "event": "x"},
                                  {"msgtype": "text", "origin": 3, "send_time": True, "msgid": "x"}])  # fmt: skip
async def test_a_message_that_is_none_holds_up_nobody(world, brain, item):
    who = world.platform.customer()
    world.platform.say(who, "before")
    world.platform._messages.append(
        {"send_time": world.platform.now(), **item} if isinstance(item, dict) else {"send_time": 9e9, "x": item}
    )
    world.platform.say(who, "after")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["before", "after"])


@pytest.mark.parametrize("code", [-1, 45009, 95007, 40014])
async def test_reading_that_is_refused_is_tried_again(world, brain, code):
    who = world.platform.customer()
    world.platform.refusals["kf/sync_msg"] = [code, code]
    world.platform.say(who, "hello")
    await world.platform.call()
    await world.until(lambda: brain.heard == ["hello"])
    with world.gateway.scribe.database.read() as session:
        trouble = platforms.get(session, "wechat_kf", world.platform.corp_id).trouble
    assert (trouble or "").startswith(str(code) if code == 45009 else "")


def test_what_is_read_of_a_page():
    assert read({"msgtype": "text", "origin": 5}) is None
