"""Replies that are ready in time, and those that aren't: everything that is said reaches the follower once."""

from __future__ import annotations

import asyncio

import pytest

from tests.connectors.wechat.conftest import SLOW

PRIVACY = "删除我的数据"


def said(follower):
    """What was shown, without the privacy sentence of the first reply."""
    return [(how, text.partition("\n\n隐私提示")[0].partition("\n\nPrivacy")[0]) for how, text in follower.shown]


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_what_is_ready_in_time_is_the_answer_of_the_request(world, mode):
    who = world.platform.follower()
    delivery = await world.platform.say(who, "where is it?")
    assert (delivery.tries, said(who)) == (1, [("passive", "heard: where is it?")])
    assert "Privacy" in who.shown[0][1]
    await world.platform.say(who, "and when?")
    assert who.shown[1:] == [("passive", "heard: and when?")]
    await world.until(lambda: world.states() == ["sent", "sent"])
    await asyncio.sleep(1.2)
    assert len(who.shown) == 2
    assert world.platform.calls == []


async def test_a_slow_answer_follows_as_a_customer_service_message(world, brain):
    who, brain.seconds = world.platform.follower(), SLOW
    delivery = await world.platform.say(who, "slow")
    assert (delivery.tries, delivery.answers) == (1, [(200, "success")])
    assert delivery.seconds[0] < world.platform.cut
    await world.until(lambda: who.shown)
    assert said(who) == [("service", "heard: slow")]
    assert who.typing
    await world.until(lambda: world.states() == ["sent"])


async def test_without_customer_service_messages_a_slow_answer_comes_with_a_redelivery(world, brain):
    who, brain.seconds = world.platform.follower(), 0.2
    world.platform.verified = False
    await world.platform.say(who, "first")
    brain.seconds = SLOW
    first = await world.platform.say(who, "slow")
    await world.until(lambda: "kept" in world.states())
    assert (first.answers, said(who)[1:]) == ([(200, "success")], [])  # it is tried once, and remembered
    brain.seconds = 0.0
    await world.platform.say(who, "and then?")
    assert said(who)[1:] == [("passive", "heard: slow\n\nheard: and then?")]
    brain.seconds = SLOW
    second = await world.platform.say(who, "slow again")
    assert (second.tries, second.answers[0], said(who)[2:]) == (2, None, [("passive", "heard: slow again")])
    await world.until(lambda: set(world.states()) == {"sent"})
    assert brain.heard == ["first", "slow", "and then?", "slow again"]


async def test_what_is_too_late_for_all_deliveries_comes_with_the_next_message(world, brain):
    who = world.platform.follower()
    world.platform.verified = False
    brain.seconds = SLOW
    await world.platform.say(who, "slow")  # finds out that the account may not
    await world.until(lambda: "kept" in world.states())
    brain.seconds = 4.0
    delivery = await world.platform.say(who, "too slow")
    assert (delivery.tries, delivery.answers[:2], said(who)) == (3, [None, None], [("passive", "heard: slow")])
    await world.until(lambda: world.states()[-1] == "kept")
    brain.seconds = 0.0
    await world.platform.say(who, "hello")
    assert who.shown[-1] == ("passive", "heard: too slow\n\nheard: hello")
    await world.until(lambda: set(world.states()) == {"sent"})


async def test_a_message_is_one_message_however_often_and_by_however_many_it_is_delivered(world, brain):
    who = world.platform.follower()
    message = world.platform.message(who, "text", Content="once")
    brain.seconds = 0.1
    await asyncio.gather(*(world.platform.deliver(who, message) for _ in range(4)))
    assert brain.heard == ["once"]
    assert {how for how, _ in who.shown} <= {"passive"}
    assert len(world.talk(who)) == 2
