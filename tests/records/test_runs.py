"""Runs of deliveries: sent together, given with an answer, kept until the visitor writes again."""

from __future__ import annotations

import datetime as dt

import pytest

from records import outbox, privacy, runs
from records.errors import NoSuchDelivery, NoSuchMove
from records.models import DeliveryState

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
PENDING, SENT, FAILED, KEPT, DEAD = (DeliveryState(name) for name in ("pending", "sent", "failed", "kept", "dead"))


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@pytest.fixture
def talk(world):
    """A conversation with three replies on their way."""
    conversation = world.visit("openid", channel="wechat")
    world.say(conversation, "m-1")
    world.answer(world.claim(conversation), "one", "two", "three")
    return conversation


def due(world, now=NOW):
    return [delivery.id for delivery in world.do(outbox.due, now, 10)]


def states(world):
    return [delivery.state for delivery in reversed(world.do(outbox.list_))]


def claimed(session, delivery_id, worker, now):
    first = outbox.claim(session, delivery_id, worker, now, 30)
    return first and runs.follow(session, first, worker, now, 30)


def claim(world, now=NOW, worker="worker"):
    return world.do(claimed, due(world, now)[0], worker, now)


def take(world, talk, holder="passive 1", now=NOW):
    return world.do(runs.take, talk.id, holder, now, 10)


def texts(run):
    return [parcel.message.text for parcel in run.parcels]


# Claims


def test_what_is_due_in_a_conversation_is_claimed_together(world, talk):
    run = claim(world)
    assert (texts(run), run.said) == (["one", "two", "three"], {})
    assert [(p.delivery.attempts, p.delivery.worker, p.delivery.lease_until) for p in run.parcels] == [(1, "worker", later(30))] * 3
    assert due(world) == []


def test_of_eight_workers_one_gets_the_run(world, talk, at_once):
    (first,) = due(world)
    found = at_once(lambda n: world.do(claimed, first, f"worker {n}", NOW))
    assert [texts(run) for run in found if run] == [["one", "two", "three"]]


def test_a_run_ends_before_what_is_not_due_or_kept_or_claimed(world, talk):
    run = claim(world)
    one, two, three = run.parcels
    world.do(runs.hurry, [one, two], NOW)
    assert texts(claim(world)) == ["one", "two"]
    world.do(runs.hurry, take(world, talk, now=later(60)).parcels, later(60))
    world.do(outbox.failed, world.do(outbox.claim, one.delivery.id, "w", later(60), 1), "503", later(90), later(60))
    assert due(world, later(60)) == []
    assert texts(claim(world, later(90))) == ["one", "two", "three"]
    assert three.delivery.id


def test_a_run_that_is_given_back_costs_no_attempt(world, talk):
    run = claim(world)
    world.do(runs.hurry, run.parcels, NOW)
    again = claim(world)
    assert [(p.delivery.attempts, p.delivery.allowed) for p in again.parcels] == [(2, outbox.MAX_ATTEMPTS + 1)] * 3
    world.do(runs.hurry, run.parcels, NOW)  # too late: claimed anew since
    assert due(world) == []


# Given with an answer


def test_what_is_taken_is_not_sent_by_anybody_else(world, talk):
    assert texts(take(world, talk)) == ["one", "two", "three"]
    assert due(world) == []
    assert texts(take(world, talk, "passive 2")) == []


def test_nothing_is_taken_that_somebody_sends_right_now(world, talk):
    claim(world)
    assert texts(take(world, talk)) == []


def test_of_a_worker_and_eight_answers_one_gets_it(world, talk, at_once):
    (first,) = due(world)
    found = at_once(lambda n: take(world, talk, f"passive {n}") if n else world.do(claimed, first, "worker", NOW))
    assert [texts(run) for run in found if run and run.parcels] in (
        [["one", "two", "three"]],
        [["one"], ["two", "three"]],
        [["one", "two"], ["three"]],
    )


def test_the_same_holder_may_take_it_again(world, talk):
    take(world, talk)
    assert texts(take(world, talk, now=later(1))) == ["one", "two", "three"]


def test_what_a_dead_holder_took_is_due_when_the_claim_is_over(world, talk):
    take(world, talk)
    assert due(world, later(9)) == []
    assert texts(claim(world, later(10))) == ["one", "two", "three"]


def test_replies_can_be_held_for_those_who_wait_for_them(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)
    from records import turns
    from records.turns import Draft

    world.do(turns.answer, turn, [Draft("one", "en", {})], None, NOW, not_before=later(4.5))
    assert due(world, later(4)) == []
    assert texts(take(world, conversation)) == ["one"]


# What becomes of it


def test_a_message_that_was_taken_in_part_is_remembered_until_it_is_whole(world, talk):
    one, two, _ = claim(world).parcels
    world.do(runs.went, one, 3, NOW, whole=True)
    world.do(runs.went, two, 1, NOW, whole=False)
    world.do(runs.went, two, 2, NOW, whole=False)
    again = claim(world, later(30))
    assert (texts(again), again.said) == (["two", "three"], {two.message.id: 2})
    world.do(runs.went, again.parcels[0], 3, NOW, whole=True)
    assert (states(world), world.rows("portions")) == ([SENT, SENT, PENDING], 0)
    with pytest.raises(NoSuchMove):
        world.do(runs.went, one, 3, NOW, whole=True)


def test_what_is_kept_waits_for_the_visitor_and_holds_up_what_follows(world, talk):
    one, two, three = claim(world).parcels
    world.do(runs.keep, [one], "45015", NOW)
    world.do(runs.hurry, [two, three], NOW)
    assert (states(world), due(world, later(99999))) == ([KEPT, PENDING, PENDING], [])
    assert world.do(outbox.list_, KEPT)[0].error == "45015"
    assert world.do(outbox.counts) == {PENDING: 2, FAILED: 0, KEPT: 1, DEAD: 0}
    assert texts(take(world, talk)) == ["one", "two", "three"]
    assert world.do(runs.revive, talk.id, later(5), NOW) == 1
    assert due(world, later(30)) == [one.delivery.id]


def test_what_is_kept_can_be_given_and_is_sent_then(world, talk):
    world.do(runs.keep, claim(world).parcels, "45015", NOW)
    for parcel in take(world, talk).parcels:
        world.do(runs.went, parcel, 5, NOW, whole=True)
    assert states(world) == [SENT] * 3


def test_when_the_visitor_has_left_nothing_is_sent_any_more(world, talk):
    one, two, _ = claim(world).parcels
    world.do(runs.went, one, 3, NOW, whole=True)
    world.do(runs.keep, [two], "45015", NOW)
    assert world.do(runs.give_up, talk.id, "left", NOW) == 2
    assert (states(world), due(world, later(99999))) == ([SENT, DEAD, DEAD], [])


def test_what_was_kept_is_purged_with_its_age(world, talk):
    world.do(runs.keep, claim(world).parcels, "45015", NOW)
    world.do(privacy.purge, NOW + dt.timedelta(days=91), 90)
    assert world.rows("messages") == world.rows("deliveries") == 0


def test_nothing_is_noted_of_what_was_erased_meanwhile(world, talk):
    run = claim(world)
    world.do(privacy.erase, talk.visitor_id)
    for whole in (False, True):
        with pytest.raises(NoSuchDelivery):
            world.do(runs.went, run.parcels[0], 1, NOW, whole=whole)
    world.do(runs.keep, run.parcels, "x", NOW)
    assert world.do(runs.revive, talk.id, NOW, NOW) == 0


# Handed


def test_what_a_request_was_answered_with_is_known_until_the_next_one(world, talk):
    first = world.say(talk, "m-2").message
    second = world.say(talk, "m-3").message
    world.do(runs.hand, talk.id, first.id, "one", NOW)
    assert world.do(runs.handed_to, talk.id, first.id).text == "one"
    world.do(runs.hand, talk.id, second.id, "two", later(1))
    assert world.do(runs.handed_to, talk.id, first.id) is None
    assert world.do(runs.handed_to, talk.id, second.id) == runs.Handed(second.id, talk.id, "two", later(1))
    assert world.rows("handed") == 1
