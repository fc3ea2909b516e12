"""The ledger of what may be sent to a visitor."""

from __future__ import annotations

import datetime as dt

import pytest

from records import privacy, quotas
from records.errors import NoSuchConversation

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def later(**time) -> dt.datetime:
    return NOW + dt.timedelta(**time)


@pytest.fixture
def talk(world):
    return world.visit("openid", channel="wechat")


def left(world, talk, now=NOW):
    return world.do(quotas.get, talk.id).left(now)


def test_nothing_may_be_sent_to_who_never_wrote(world, talk):
    assert (left(world, talk), world.do(quotas.take, talk.id, 1, NOW)) == (0, 0)


def test_a_message_grants_five_for_two_days(world, talk):
    world.do(quotas.written, talk.id, NOW)
    assert [left(world, talk, later(hours=hours)) for hours in (0, 47, 48)] == [5, 5, 0]
    assert [world.do(quotas.take, talk.id, 2, later(hours=1)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_tap_grants_three_for_a_minute_which_are_used_first(world, talk):
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.tapped, talk.id, NOW)
    assert world.do(quotas.take, talk.id, 4, NOW) == 4
    assert [left(world, talk, later(seconds=seconds)) for seconds in (0, 61)] == [4, 4]
    world.do(quotas.tapped, talk.id, later(seconds=5))
    assert [left(world, talk, later(seconds=seconds)) for seconds in (6, 65)] == [7, 4]


def test_a_new_message_makes_it_five_again_and_not_more(world, talk):
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.take, talk.id, 1, NOW)
    world.do(quotas.written, talk.id, later(hours=1))
    assert (left(world, talk, later(hours=1)), left(world, talk, later(hours=48, minutes=30))) == (5, 5)


def test_what_was_not_sent_is_given_back(world, talk):
    world.do(quotas.give_back, talk.id, 1, NOW)
    assert left(world, talk) == 0
    world.do(quotas.tapped, talk.id, NOW)
    world.do(quotas.take, talk.id, 3, NOW)
    world.do(quotas.give_back, talk.id, 2, NOW)
    assert left(world, talk) == 2
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.take, talk.id, 4, NOW)
    world.do(quotas.give_back, talk.id, 3, NOW)
    assert (left(world, talk), left(world, talk, later(minutes=2))) == (6, 3)


def test_what_a_tap_granted_is_not_given_back_to_what_a_message_granted(world, talk):
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.take, talk.id, 5, NOW)
    world.do(quotas.tapped, talk.id, NOW)
    world.do(quotas.take, talk.id, 3, NOW)
    world.do(quotas.give_back, talk.id, 2, NOW)
    assert (left(world, talk), left(world, talk, later(minutes=2))) == (2, 0)


def test_the_platform_knows_better(world, talk):
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.tapped, talk.id, NOW)
    world.do(quotas.empty, talk.id)
    assert left(world, talk) == 0


def test_eight_workers_together_take_no_more_than_there_is(world, talk, at_once):
    world.do(quotas.written, talk.id, NOW)
    assert sum(at_once(lambda _: world.do(quotas.take, talk.id, 1, NOW))) == 5


def test_nothing_is_taken_for_who_was_erased(world, talk):
    world.do(quotas.written, talk.id, NOW)
    world.do(privacy.erase, talk.visitor_id)
    for function in (quotas.take, quotas.give_back):
        with pytest.raises(NoSuchConversation):
            world.do(function, talk.id, 1, NOW)
