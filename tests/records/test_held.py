"""Claims of a worker all together: lengthened while it lives, given back when it starts anew; and what listeners compare."""

from __future__ import annotations

import datetime as dt

import pytest

from records import conversations, transcript, turns
from records.errors import LeaseLost
from records.models import Owner

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def until(world, conversation):
    return world.do(conversations.get, conversation.id).lease_until


def test_a_claim_that_is_lengthened_is_not_given_to_another(world):
    talk = world.visit()
    world.say(talk, "m-1")
    world.claim(talk, worker="one", seconds=60)
    world.do(turns.renew, "one", [talk.id], later(50), 60)
    assert until(world, talk) == later(110)
    assert world.do(turns.claim_turn, "two", later(100), 60, talk.id) is None


def test_only_a_workers_own_living_claims_of_these_conversations_are_lengthened(world):
    mine, others, over, another = (world.visit(name) for name in ("mine", "others", "over", "another"))
    for n, (talk, worker, seconds) in enumerate([(mine, "one", 60), (others, "two", 60), (over, "one", 5), (another, "one", 60)]):
        world.say(talk, f"m-{n}")
        world.claim(talk, worker=worker, seconds=seconds)
    world.do(turns.renew, "one", [mine.id, others.id, over.id], later(10), 60)
    assert [until(world, talk) for talk in (mine, others, over, another)] == [later(70), later(60), later(5), later(60)]


def test_what_a_worker_held_in_an_earlier_life_is_free_and_its_late_answer_refused(world):
    mine, others = world.visit("mine"), world.visit("others")
    for n, talk in enumerate([mine, others]):
        world.say(talk, f"m-{n}")
    earlier = world.claim(mine, worker="one", seconds=60)
    world.claim(others, worker="two", seconds=60)
    world.do(turns.release_all, "one")
    assert world.claim(others, worker="one") is None
    assert world.claim(mine, worker="one").message == earlier.message
    with pytest.raises(LeaseLost):
        world.answer(earlier)


def test_the_heads_of_many_conversations_are_read_at_once(world):
    talks = [world.visit(f"visitor {n}") for n in range(3)]
    world.say(talks[0], "m-1")
    world.say(talks[0], "m-2")
    world.do(conversations.move, talks[1].id, Owner.QUEUED, talks[1].epoch, NOW)
    found = world.do(transcript.heads, [*(talk.id for talk in talks), *range(10_000, 11_200)])
    assert found == {talks[0].id: (2, Owner.BOT), talks[1].id: (0, Owner.QUEUED), talks[2].id: (0, Owner.BOT)}
    assert world.do(transcript.heads, []) == {}
