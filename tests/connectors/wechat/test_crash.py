"""Processes die between a reply and its note, and connections break off: what was not noted is said again, nothing is lost."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

import httpx
import pytest

from connectors.wechat import passive
from records import runs
from tests.connectors.wechat.conftest import SLOW, standing
from tests.platforms import envelopes


@pytest.fixture(autouse=True)
def _short_claims(monkeypatch):
    monkeypatch.setattr(passive, "_HELD_SECONDS", 1.0)


async def test_a_server_that_dies_before_it_answers_is_asked_again_and_the_turn_is_not_doubled(platform, brain, library, scribe):
    who, brain.seconds = platform.follower(), 0.3
    message = platform.message(who, "text", Content="hello")
    with standing(platform, brain, scribe):
        first = asyncio.create_task(platform.deliver(who, message, times=1))
        while not brain.heard:  # noqa: ASYNC110 (the fake tells nobody)
            await asyncio.sleep(0.01)
        first.cancel()  # the connection is gone; so is the server, a moment later
    with standing(platform, brain, scribe) as world:
        await platform.deliver(who, message)
        assert [text.partition("\n")[0] for text in who.texts] == ["heard: hello"]
        await world.sent(1)
    assert brain.finished == ["hello"]


async def test_a_reply_whose_note_is_missing_is_said_again_and_only_that(platform, brain, library, scribe, monkeypatch):
    who, died = platform.follower(), []
    went = runs.went

    def dies(*_args, **_more):
        died.append(True)
        raise RuntimeError("killed")

    with standing(platform, brain, scribe) as world:
        await platform.say(who, "one")
        await world.sent(1)
        monkeypatch.setattr(runs, "went", dies)
        await platform.say(who, "two")
        await world.until(lambda: died)
        monkeypatch.setattr(runs, "went", went)
        await world.sent(2)
        assert who.shown[1:] == [("passive", "heard: two"), ("service", "heard: two")]
        await platform.say(who, "three")
        await world.sent(3)
        assert who.shown[3:] == [("passive", "heard: three")]


async def test_a_redelivery_after_the_answer_got_lost_gets_the_same_answer(world, brain):
    who = world.platform.follower()
    message = world.platform.message(who, "text", Content="hello")
    query, body = world.platform.request(envelopes.xml(message))
    async with httpx.AsyncClient(verify=False) as client:  # the platform never shows what it gets here
        lost = await client.post(f"{world.url}/wechat?{urlencode(query)}", content=body)
    await world.platform.deliver(who, message)
    await world.sent(1)
    assert who.texts == [world.platform.opened(lost.text)["Content"]]
    assert brain.heard == ["hello"]
    await asyncio.sleep(4.1)
    await world.platform.deliver(who, message)
    assert len(who.texts) == 1  # so late it is no redelivery any more


async def test_what_was_claimed_for_a_connection_that_broke_off_follows_as_a_message(world, brain, monkeypatch):
    who, brain.seconds = world.platform.follower(), 0.3
    query, body = world.platform.request(envelopes.xml(world.platform.message(who, "text", Content="hello")))
    async with httpx.AsyncClient(verify=False) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(f"{world.url}/wechat?{urlencode(query)}", content=body, timeout=0.2)
    world.platform.follower().written_left, world.platform.follower().written_until = 5, world.platform.now() + 100
    await world.until(lambda: who.shown, 8)
    assert [(how, text.partition("\n")[0]) for how, text in who.shown] == [("service", "heard: hello")]
    await world.sent(1)


async def test_every_reply_reaches_its_follower_once_while_all_is_slow_now_and_then(world, brain):
    followers = [world.platform.follower(f"oFollower{n}") for n in range(6)]

    async def talk(who, number):
        for turn in range(4):
            brain.seconds = SLOW if (turn + number) % 3 == 0 else 0.0
            await world.platform.say(who, f"message {turn}")

    await asyncio.gather(*(talk(who, number) for number, who in enumerate(followers)))
    await world.until(lambda: world.states() == ["sent"] * 24, 15)
    for who in followers:
        said = "\n\n".join(who.texts)
        assert [said.count(f"heard: message {turn}") for turn in range(4)] == [1] * 4
        assert sorted(said.index(f"heard: message {turn}") for turn in range(4)) == [said.index(f"heard: message {t}") for t in range(4)]
        assert {how for how, _ in who.shown} <= {"passive", "service"}
