"""The outbox: deliveries, tries, dead letters."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import count

import pytest

from records import outbox, privacy
from records.errors import LeaseLost, NoSuchDelivery, NoSuchMove
from records.models import Delivery, DeliveryState

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
PENDING, SENT, FAILED, KEPT, DEAD = (DeliveryState(name) for name in ("pending", "sent", "failed", "kept", "dead"))


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@pytest.fixture
def letter(world):
    """A reply on its way to a visitor."""
    conversation = world.visit("openid", channel="wechat")
    world.exchange(conversation, "m-1")
    (delivery,) = world.do(outbox.due, NOW, 10)
    return delivery


def claim(world, delivery, now=NOW, worker="worker", seconds=30.0):
    return world.do(outbox.claim, delivery.id, worker, now, seconds)


def state(world, delivery):
    return next(one for one in world.do(outbox.list_) if one.id == delivery.id)


def fail(world, delivery, times, wait=1.0):
    """Let tries fail, one after the other; the moment after the last."""
    now = NOW
    for _ in range(times):
        now += dt.timedelta(seconds=wait)
        world.do(outbox.failed, claim(world, delivery, now), "no answer", now, now)
    return now


# Claims


def test_a_reply_is_due_at_once(world, letter):
    assert letter == Delivery(
        id=letter.id,
        message_id=letter.message_id,
        conversation_id=letter.conversation_id,
        state=PENDING,
        attempts=0,
        allowed=outbox.MAX_ATTEMPTS,
        next_try=NOW,
        error=None,
        at=NOW,
        worker=None,
        lease_until=None,
    )


def test_a_claim_gives_all_that_is_needed_to_send(world, letter):
    parcel = claim(world, letter, later(1))
    assert parcel.delivery == dataclasses.replace(letter, attempts=1, worker="worker", lease_until=later(31)) == state(world, letter)
    assert (parcel.message.id, parcel.message.text) == (letter.message_id, "in Shenzhen")
    assert (parcel.channel, parcel.account, parcel.visitor_key) == ("wechat", "main", "openid")


def test_of_eight_workers_one_gets_the_delivery(world, letter, at_once):
    parcels = at_once(lambda n: claim(world, letter, worker=f"worker {n}"))
    assert len([parcel for parcel in parcels if parcel]) == 1
    assert state(world, letter).attempts == 1


def test_what_is_claimed_is_not_due_until_the_claim_runs_out(world, letter):
    claim(world, letter, seconds=30)
    assert world.do(outbox.due, later(29), 10) == []
    assert claim(world, letter, later(29)) is None
    assert [one.id for one in world.do(outbox.due, later(30), 10)] == [letter.id]
    assert claim(world, letter, later(30)).delivery.attempts == 2


def test_a_claim_that_is_given_back_costs_no_attempt(world, letter):
    parcel = claim(world, letter)
    world.do(outbox.release, parcel)
    assert world.do(outbox.due, NOW, 10) == [dataclasses.replace(letter, attempts=1, allowed=letter.allowed + 1)]
    second = claim(world, letter)
    world.do(outbox.release, parcel)  # too late: another has it
    assert state(world, letter) == second.delivery


def test_within_a_conversation_the_next_waits_for_the_one_before(world):
    conversation, other = world.visit("one"), world.visit("other")
    for talk, n in ((conversation, 1), (conversation, 2), (other, 3)):
        world.exchange(talk, f"m-{n}")
    first, second, third = sorted(world.do(outbox.list_), key=lambda delivery: delivery.id)
    assert world.do(outbox.due, NOW, 10) == [first, third]
    assert claim(world, second) is None
    world.do(outbox.failed, claim(world, first), "no answer", later(60), NOW)
    assert world.do(outbox.due, NOW, 10) == [third]  # nor is it overtaken while it waits for its next try
    world.do(outbox.sent, first.id, later(60))
    assert world.do(outbox.due, NOW, 10) == [second, third]


def test_a_dead_letter_holds_up_nobody(world):
    conversation = world.visit()
    for n in (1, 2):
        world.exchange(conversation, f"m-{n}")
    (first,) = world.do(outbox.due, NOW, 10)
    world.do(outbox.dead, claim(world, first), "poison", NOW)
    assert len(world.do(outbox.due, NOW, 10)) == 1


def test_due_can_be_asked_for_some_channels_and_for_a_few(world):
    for n, channel in enumerate(["wechat", "telegram", "wechat", "line"]):
        world.exchange(world.visit(f"visitor {n}", channel), f"m-{n}")
    every = world.do(outbox.due, NOW, 10)
    assert len(every) == 4
    assert world.do(outbox.due, NOW, 10, ["wechat", "line"]) == [every[0], every[2], every[3]]
    assert world.do(outbox.due, NOW, 1, ["wechat", "line"]) == every[:1]
    assert world.do(outbox.due, NOW, 10, []) == []


# Outcomes


def test_what_is_sent_is_sent_for_good(world, letter):
    parcel = claim(world, letter)
    world.do(outbox.sent, letter.id, later(1))
    assert state(world, letter) == dataclasses.replace(letter, state=SENT, attempts=1, at=later(1))
    for call in (
        (outbox.sent, letter.id, NOW),
        (outbox.failed, parcel, "x", NOW, NOW),
        (outbox.dead, parcel, "x", NOW),
        (outbox.resend, letter.id, NOW),
    ):
        with pytest.raises(NoSuchMove):
            world.do(*call)
    world.do(outbox.release, parcel)
    assert state(world, letter).state is SENT
    assert claim(world, letter, later(9999)) is None
    assert world.do(outbox.due, later(9999), 10) == []


def test_a_failed_try_is_repeated_no_earlier_than_said(world, letter):
    assert world.do(outbox.failed, claim(world, letter), "503", later(60), later(1)) is FAILED
    assert state(world, letter) == dataclasses.replace(letter, state=FAILED, attempts=1, error="503", next_try=later(60), at=later(1))
    assert world.do(outbox.due, later(59), 10) == []
    assert claim(world, letter, later(59)) is None
    assert claim(world, letter, later(60)).delivery.attempts == 2


def test_tries_are_bounded(world, letter):
    now = fail(world, letter, outbox.MAX_ATTEMPTS)
    assert (state(world, letter).state, state(world, letter).attempts) == (DEAD, outbox.MAX_ATTEMPTS)
    assert claim(world, letter, now + dt.timedelta(days=9)) is None


def test_a_letter_that_kills_its_workers_is_dead_after_as_many_tries(world, letter):
    for n in range(outbox.MAX_ATTEMPTS):
        assert claim(world, letter, later(60 * n), seconds=30) is not None
    assert claim(world, letter, later(9999)) is None
    found = state(world, letter)
    assert (found.state, found.attempts, found.error) == (DEAD, outbox.MAX_ATTEMPTS, "Whoever tried to send it did not live to tell.")


def test_a_dead_letter_can_be_sent_again_with_all_its_tries(world, letter):
    world.do(outbox.dead, claim(world, letter), "blocked", later(1))
    assert state(world, letter) == dataclasses.replace(letter, state=DEAD, attempts=1, error="blocked", at=later(1))
    world.do(outbox.resend, letter.id, later(2))
    again = state(world, letter)
    assert (again.state, again.allowed, again.next_try) == (PENDING, 1 + outbox.MAX_ATTEMPTS, later(2))
    with pytest.raises(NoSuchMove):
        world.do(outbox.resend, letter.id, later(3))
    for n in count(2):
        parcel = claim(world, letter, later(10 * n))
        if world.do(outbox.failed, parcel, "blocked", later(10 * n), later(10 * n)) is DEAD:
            break
    assert n == 1 + outbox.MAX_ATTEMPTS


def test_a_worker_that_lost_its_claim_cannot_say_that_it_failed(world, letter):
    slow, quick = claim(world, letter, seconds=1), claim(world, letter, later(2))
    for call in ((outbox.failed, slow, "timeout", later(9), later(3)), (outbox.dead, slow, "timeout", later(3))):
        with pytest.raises(LeaseLost):
            world.do(*call)
    assert state(world, letter) == quick.delivery


def test_a_worker_that_lost_its_claim_can_say_that_it_was_sent(world, letter):
    claim(world, letter, seconds=1)
    quick = claim(world, letter, later(2))
    world.do(outbox.sent, letter.id, later(3))
    with pytest.raises(NoSuchMove):
        world.do(outbox.failed, quick, "it was sent twice", later(9), later(4))


def test_what_was_given_up_too_early_can_still_have_got_through(world, letter):
    world.do(outbox.dead, claim(world, letter), "timeout", NOW)
    world.do(outbox.sent, letter.id, later(1))
    assert (state(world, letter).state, state(world, letter).error) == (SENT, None)


def test_a_clock_that_is_set_back_stops_no_delivery(world, letter):
    parcel = claim(world, letter, later(1e6))
    assert claim(world, letter, NOW) is not None
    world.do(outbox.failed, claim(world, letter, later(31)), "503", later(1e6), later(1e6))
    assert world.do(outbox.due, later(40), 10) != []
    assert parcel.delivery.attempts == 1


def test_deliveries_of_who_was_erased_are_gone(world, letter):
    parcel = claim(world, letter)
    conversation = world.visit("openid", "wechat")
    world.do(privacy.erase, conversation.visitor_id)
    assert claim(world, letter) is None
    for call in (
        (outbox.sent, letter.id, NOW),
        (outbox.failed, parcel, "x", NOW, NOW),
        (outbox.dead, parcel, "x", NOW),
        (outbox.resend, letter.id, NOW),
    ):
        with pytest.raises(NoSuchDelivery):
            world.do(*call)
    world.do(outbox.release, parcel)


# What operators see


def test_the_newest_come_first_and_can_be_told_by_their_state(world):
    for n in range(4):
        world.exchange(world.visit(f"visitor {n}"), f"m-{n}")
    one, two, three, four = world.do(outbox.due, NOW, 10)
    world.do(outbox.dead, claim(world, one), "blocked", NOW)
    world.do(outbox.dead, claim(world, three), "blocked", NOW)
    world.do(outbox.sent, two.id, NOW)
    found = {state: [d.id for d in world.do(outbox.list_, state)] for state in (None, *DeliveryState)}
    ids = [one.id, two.id, three.id, four.id]
    assert found == {None: ids[::-1], PENDING: [four.id], SENT: [two.id], FAILED: [], KEPT: [], DEAD: [three.id, one.id]}
    assert [d.id for d in world.do(outbox.list_, None, 2)] == [four.id, three.id]
    assert world.do(outbox.counts) == {PENDING: 1, FAILED: 0, KEPT: 0, DEAD: 2}


# Back-off


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [(1, 0.0, 1.0), (1, 0.5, 1.5), (2, 0.0, 2.0), (3, 0.0, 4.0), (9, 0.0, 256.0), (10, 0.0, 300.0), (10**6, 0.5, 450.0)],
)
def test_the_wait_doubles_up_to_a_bound_and_chance_shortens_it_by_at_most_half(attempts, chance, seconds):
    assert outbox.next_try(attempts, NOW, lambda: chance) == later(seconds)


@pytest.mark.parametrize(("retry_after", "seconds"), [(0, 1.0), (0.5, 1.0), (90, 90.0), (1e12, outbox.LONGEST_RETRY_AFTER)])
def test_no_try_comes_before_the_channel_wants_it(retry_after, seconds):
    assert outbox.next_try(1, NOW, lambda: 0.0, retry_after) == later(seconds)


def test_the_tries_of_a_letter_span_about_half_an_hour():
    waits = [(outbox.next_try(n, NOW, lambda: 0.5) - NOW).total_seconds() for n in range(1, outbox.MAX_ATTEMPTS)]
    assert 20 * 60 < sum(waits) < 40 * 60


def test_what_is_put_off_was_no_try_and_is_not_claimed_before_its_time(world):
    talk = world.visit()
    world.exchange(talk, "m-1")
    (delivery,) = world.do(outbox.due, NOW, 10)
    for n in range(outbox.MAX_ATTEMPTS + 5):  # however often
        now = NOW + dt.timedelta(seconds=10 * n)
        parcel = world.do(outbox.claim, delivery.id, "worker", now, 60)
        world.do(outbox.postpone, parcel, now + dt.timedelta(seconds=10), now)
        assert world.do(outbox.due, now + dt.timedelta(seconds=9), 10) == []
    (after,) = world.do(outbox.due, NOW + dt.timedelta(hours=1), 10)
    assert (after.state, after.allowed - after.attempts, after.error) == (DeliveryState.FAILED, outbox.MAX_ATTEMPTS, None)


def test_a_worker_gives_back_what_it_held_in_an_earlier_life(world):
    talk = world.visit()
    world.exchange(talk, "m-1")
    (delivery,) = world.do(outbox.due, NOW, 10)
    world.do(outbox.claim, delivery.id, "worker", NOW, 60)
    world.do(outbox.release_all, "another")
    assert world.do(outbox.due, NOW, 10) == []
    world.do(outbox.release_all, "worker")
    (after,) = world.do(outbox.due, NOW, 10)
    assert after.attempts == 1
