"""The assistant, asked with patience that has an end."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from connectors.gateway import Heard, TurnFailed
from connectors.gateway.thinking import Thinking


def heard(text):
    return Heard(text, f"id of {text}", dt.date(2023, 3, 1))


class Stuck:
    """A brain that takes so long, and then as long again to be cut off."""

    def __init__(self, seconds, to_end=0.0):
        self.seconds, self.to_end, self.begun, self.at_once, self.most = seconds, to_end, [], 0, 0

    async def turn(self, _conversation, heard):
        self.begun.append(heard.text)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            await asyncio.sleep(self.to_end)
            raise
        finally:
            self.at_once -= 1
        return heard.text


async def test_a_turn_that_takes_too_long_fails_in_time():
    with pytest.raises(TurnFailed, match=r"no answer within 0\.05 seconds"):
        await Thinking(Stuck(5), 0.05).turn("a", heard("x"))


async def test_no_more_than_so_many_turns_run_at_once_and_the_others_follow_in_order():
    brain = Stuck(0.01)
    thinking = Thinking(brain, 1.0, at_once=3)
    assert await asyncio.gather(*(thinking.turn("a", heard(str(n))) for n in range(20))) == [str(n) for n in range(20)]
    assert (brain.most, brain.begun) == (3, [str(n) for n in range(20)])


async def test_a_turn_that_was_given_up_keeps_its_place_until_it_has_ended():
    brain = Stuck(5, to_end=0.1)
    thinking = Thinking(brain, 0.3, at_once=1)
    with pytest.raises(TurnFailed):
        await thinking.turn("a", heard("one"))
    brain.seconds = 0
    assert await thinking.turn("a", heard("two")) == "two"
    assert brain.most == 1


async def test_who_waits_for_a_place_waits_on_while_others_are_answered():
    thinking = Thinking(Stuck(0.03), 0.1, at_once=1)
    assert len(await asyncio.gather(*(thinking.turn("a", heard(str(n))) for n in range(10)))) == 10


async def test_who_waits_for_a_place_gives_up_when_nobody_is_answered():
    brain = Stuck(60, to_end=60)
    thinking = Thinking(brain, 0.1, at_once=2)
    results = await asyncio.gather(*(thinking.turn("a", heard(str(n))) for n in range(6)), return_exceptions=True)
    assert sorted(map(str, results)) == ["no answer within 0.1 seconds"] * 2 + ["nobody was answered for 0.1 seconds"] * 4
    assert brain.begun == ["0", "1"]


async def test_what_the_brain_raises_is_raised_and_its_place_is_free():
    class Broken:
        async def turn(self, *_):
            raise KeyError("x")

    thinking = Thinking(Broken(), 1.0, at_once=1)
    for _ in range(3):
        with pytest.raises(KeyError):
            await thinking.turn("a", heard("x"))


async def test_it_is_still_while_somebody_is_asked_and_nobody_answered():
    thinking = Thinking(Stuck(0.2), 5.0)
    await asyncio.sleep(0.05)
    assert thinking.still == 0.0
    slow = asyncio.create_task(thinking.turn("a", heard("slow")))
    await asyncio.sleep(0.1)
    assert 0.05 < thinking.still < 0.2
    await slow
    assert thinking.still == 0.0


async def test_it_is_not_still_while_others_are_answered():
    brain = Stuck(0.3)
    thinking = Thinking(brain, 5.0)
    slow = asyncio.create_task(thinking.turn("a", heard("slow")))
    await asyncio.sleep(0.15)
    brain.seconds = 0.0
    await thinking.turn("b", heard("quick"))
    assert thinking.still < 0.1
    await slow
