"""Understanding stands still: requests are acknowledged all the same, at once when the gateway has seen it; nothing is lost."""

from __future__ import annotations

import asyncio
import time

from connectors.gateway import Limits
from connectors.gateway.apart import Apart
from tests.conftest import Brain
from tests.connectors.wechat.conftest import TIMES, standing


class Frozen(Brain):
    """Lives in a thread of its own, as the assistant does, and stands still in it on the word `freeze`."""

    def __init__(self, seconds):
        super().__init__()
        self._frozen, self._apart = seconds, Apart("frozen")

    async def turn(self, conversation, heard):
        return await self._apart.run(self._turn(conversation, heard))

    async def _turn(self, conversation, heard):
        if heard.text == "freeze":
            time.sleep(self._frozen)  # noqa: ASYNC251 (that is what it is for)
        return await super().turn(conversation, heard)


async def test_when_it_stands_still_requests_are_acknowledged_at_once_and_answered_later(platform, library, scribe):
    with standing(platform, Frozen(4.0), scribe, limits=Limits(turn=10.0)) as world:
        first = await platform.say(platform.follower("oFirst"), "freeze")
        assert first.answers == [(200, "success")]
        assert first.seconds[0] < TIMES.cut
        followers = [platform.follower(f"oLater{n}") for n in range(20)]
        later = await asyncio.gather(*(platform.say(who, "hello there") for who in followers))
        assert {tuple(delivery.answers) for delivery in later} == {((200, "success"),)}
        assert sorted(delivery.seconds[0] for delivery in later)[-2] < 0.5
        await world.until(lambda: all(who.shown for who in followers), 10)
        assert {who.texts[0].partition("\n")[0] for who in followers} == {"heard: hello there"}
        quick = await platform.say(followers[0], "and now?")
        assert (quick.tries, followers[0].shown[1]) == (1, ("passive", "heard: and now?"))


async def test_without_customer_service_messages_redeliveries_are_waited_for(platform, library, scribe):
    platform.verified = False
    with standing(platform, Frozen(1.6), scribe, limits=Limits(turn=10.0), customer_service="no") as world:
        who = platform.follower()
        delivery = await platform.say(who, "freeze")
        assert (delivery.tries, delivery.answers[0]) == (2, None)
        assert who.texts[0].startswith("heard: freeze")
        await world.sent(1)
