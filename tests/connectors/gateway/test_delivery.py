"""Delivery over a channel that has to be called: in order, again after failures, never before it is asked for, and given up at last."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

import pytest

from connectors.gateway import DeliveryFailed, DeliveryPostponed, DeliveryRefused, Gateway, Limits
from connectors.gateway import delivery as module
from knowledge.reply import Button
from records import outbox
from records.models import DeliveryState
from tests.connectors.gateway.post import Post

START = dt.datetime(2023, 3, 1, 9, 30, tzinfo=dt.timezone.utc)


class Clock:
    """The time of day, as the test says."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def goes_on(self, seconds):
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    for name in ("delivery", "intake", "turns"):
        monkeypatch.setattr(f"connectors.gateway.{name}.utc_now", found)
    monkeypatch.setattr(module.random, "random", float)  # the whole of each wait
    return found


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def gateway_of(brain, library, scribe, clock, post):
    return Gateway(brain, scribe, Limits(), START.date, channels=[post])


async def said(gateway_of, post, *texts, visitor="a"):
    """Write so, and wait until the replies are stored."""
    for text in texts:
        _, answered = await gateway_of.accept(post, post.parse((visitor, f"{visitor}-{text}", text)))
        await answered


def states(gateway_of):
    """The state of every delivery, the oldest first."""
    with gateway_of.scribe.database.read() as session:
        return [delivery.state for delivery in reversed(outbox.list_(session))]


async def test_replies_are_sent_in_order_and_once(gateway_of, post):
    await said(gateway_of, post, "one", "two", "three")
    while await gateway_of._delivery.round():
        pass
    assert post.took == [("a", f"heard: {text}") for text in ("one", "two", "three")]
    assert states(gateway_of) == [DeliveryState.SENT] * 3


async def test_buttons_that_the_channel_cannot_show_are_written_as_numbered_lines(gateway_of, post, brain):
    brain.buttons = (Button("Forums"), Button("Fairs"))
    await said(gateway_of, post, "which?")
    brain.buttons = (Button("Forums"),)
    await said(gateway_of, post, "and\n1. Forums")
    while await gateway_of._delivery.round():
        pass
    assert [text for _, text in post.took] == ["heard: which?\n1. Forums\n2. Fairs", "heard: and 1. Forums"]


async def test_a_server_sends_as_soon_as_a_reply_is_stored(gateway_of, post):
    async with gateway_of.running(alone=True):
        await said(gateway_of, post, "hello")
        for _ in range(500):
            if post.took:
                break
            await asyncio.sleep(0.01)
    assert post.took == [("a", "heard: hello")]


async def test_what_fails_is_tried_again_later_and_what_follows_waits_for_it(gateway_of, post, clock):
    await said(gateway_of, post, "one", "two")
    post.outcomes = [DeliveryFailed("busy"), ConnectionError("secret detail")]
    await gateway_of._delivery.round()
    assert (await gateway_of._delivery.round(), post.took) == (0, [])
    clock.goes_on(outbox.FIRST_WAIT)
    await gateway_of._delivery.round()
    assert post.took == []
    clock.goes_on(2 * outbox.FIRST_WAIT)
    while await gateway_of._delivery.round():
        pass
    assert post.tried == ["heard: one"] * 3 + ["heard: two"]
    assert [text for _, text in post.took] == ["heard: one", "heard: two"]


async def test_nothing_is_sent_before_the_channel_asks_for_it_again(gateway_of, post, clock):
    await said(gateway_of, post, "one")
    post.outcomes = [DeliveryFailed("slow down", retry_after=120.0)]
    await gateway_of._delivery.round()
    clock.goes_on(119)
    assert (await gateway_of._delivery.round(), post.tried) == (0, ["heard: one"])
    clock.goes_on(1)
    assert (await gateway_of._delivery.round(), len(post.took)) == (1, 1)


async def test_what_is_refused_for_good_is_a_dead_letter_at_once_and_others_go_on(gateway_of, post, caplog):
    await said(gateway_of, post, "poison", "after it")
    await said(gateway_of, post, "hello", visitor="b")
    post.outcomes = [DeliveryRefused("no follower")]
    with caplog.at_level(logging.ERROR, "connectors.gateway"):
        while await gateway_of._delivery.round():
            pass
    assert states(gateway_of).count(DeliveryState.DEAD) == 1
    assert sorted(post.took) == [("a", "heard: after it"), ("b", "heard: hello")]
    assert "no follower" in caplog.text
    assert "heard: poison" not in caplog.text


async def test_tries_have_an_end_and_a_dead_letter_can_be_sent_again(gateway_of, post, clock, caplog):
    await said(gateway_of, post, "one")
    post.outcomes = [DeliveryFailed("down")] * outbox.MAX_ATTEMPTS
    with caplog.at_level(logging.ERROR, "connectors.gateway"):
        for _ in range(outbox.MAX_ATTEMPTS + 5):
            await gateway_of._delivery.round()
            clock.goes_on(outbox.LONGEST_WAIT)
    assert (len(post.tried), states(gateway_of)) == (outbox.MAX_ATTEMPTS, [DeliveryState.DEAD])
    assert "given up" in caplog.text
    with gateway_of.scribe.database.begin() as session:
        outbox.resend(session, 1, clock())
    await gateway_of._delivery.round()
    assert post.took == [("a", "heard: one")]


async def test_a_channel_that_hangs_holds_nobody_else(gateway_of, post, monkeypatch):
    monkeypatch.setattr(module, "_SEND_SECONDS", 0.05)
    deliver = post.deliver

    async def hangs(parcel):
        if parcel.visitor_key == "a":
            await asyncio.sleep(60)
        await deliver(parcel)

    monkeypatch.setattr(post, "deliver", hangs)
    await said(gateway_of, post, "hello")
    await said(gateway_of, post, "hello", visitor="b")
    await gateway_of._delivery.round()
    assert post.took == [("b", "heard: hello")]
    assert states(gateway_of) == [DeliveryState.FAILED, DeliveryState.SENT]


async def test_a_backlog_drains(gateway_of, post, clock):
    for n in range(60):
        await said(gateway_of, post, "hello", visitor=f"visitor {n}")
    post.outcomes = [DeliveryFailed("down")] * 90
    for _ in range(60):
        await gateway_of._delivery.round()
        clock.goes_on(5)
    assert (len(post.took), set(states(gateway_of))) == (60, {DeliveryState.SENT})


async def test_what_a_visitor_erased_meanwhile_is_no_error(gateway_of, post, monkeypatch):
    from records import privacy, visits

    async def erased(parcel):
        with gateway_of.scribe.database.begin() as session:
            privacy.erase(session, visits.find_visitor(session, "post", "", parcel.visitor_key).id)

    monkeypatch.setattr(post, "deliver", erased)
    await said(gateway_of, post, "hello")
    assert await gateway_of._delivery.round() == 1
    assert states(gateway_of) == []


async def test_an_id_of_a_channel_is_one_message_whoever_sends_it_how_often(gateway_of, post, brain):
    receipts = await asyncio.gather(
        *(gateway_of.accept(post, post.parse(("a", f"m-{n}", f"number {n}"))) for n in range(50) for _ in range(4))
    )
    assert sum(receipt.fresh for receipt, _ in receipts) == 50
    assert await gateway_of.finish(5) == 0
    assert len(brain.heard) == 50


async def test_what_the_channels_own_pace_puts_off_is_no_try_and_others_go_on(gateway_of, post, clock):
    await said(gateway_of, post, "one")
    await said(gateway_of, post, "hello", visitor="b")
    post.outcomes = [DeliveryPostponed(30.0)]
    await gateway_of._delivery.round()
    assert ([visitor for visitor, _ in post.took], states(gateway_of)) == (["b"], [DeliveryState.FAILED, DeliveryState.SENT])
    clock.goes_on(29)
    assert await gateway_of._delivery.round() == 0
    clock.goes_on(1)
    await gateway_of._delivery.round()
    with gateway_of.scribe.database.read() as session:
        sent = outbox.list_(session)[-1]
    assert (sent.state, sent.allowed - sent.attempts) == (DeliveryState.SENT, outbox.MAX_ATTEMPTS - 1)


async def test_while_one_is_on_its_way_others_are_sent_however_long_it_takes(gateway_of, post, monkeypatch):
    deliver, may_go = post.deliver, asyncio.Event()

    async def waits(parcel):
        if parcel.visitor_key == "a":
            await may_go.wait()
        await deliver(parcel)

    monkeypatch.setattr(post, "deliver", waits)
    async with gateway_of.running(alone=True):
        await said(gateway_of, post, "hello")
        for n in range(40):
            await said(gateway_of, post, "hello", visitor=f"visitor {n}")
        for _ in range(500):
            if len(post.took) == 40:
                break
            await asyncio.sleep(0.01)
        assert len(post.took) == 40
        may_go.set()
        await gateway_of.finish(2)
    assert post.took[-1] == ("a", "heard: hello")


async def test_a_server_that_is_alone_sends_at_once_what_it_held_before_it_was_killed(gateway_of, post, brain, library, scribe, clock):
    await said(gateway_of, post, "hello")
    with scribe.database.begin() as session:
        assert outbox.claim(session, 1, "server", clock(), 90.0) is not None
    after = Gateway(brain, scribe, Limits(), START.date, channels=[post])
    async with after.running(alone=True):
        for _ in range(500):
            if post.took:
                break
            await asyncio.sleep(0.01)
    assert post.took == [("a", "heard: hello")]


async def test_replies_on_a_channel_that_is_off_wait_until_it_is_on_again(gateway_of, post, brain, library, scribe):
    gateway_of._turns.start = lambda *_: None  # the process dies before the answer
    await gateway_of.accept(post, post.parse(("a", "m-1", "hello")))
    without = Gateway(brain, scribe, Limits(), START.date)
    async with without.running(alone=True):
        for _ in range(500):
            if brain.finished:
                break
            await asyncio.sleep(0.01)
        await without.finish(2)
    assert states(without) == [DeliveryState.PENDING]
    with_it = Gateway(brain, scribe, Limits(), START.date, channels=[post])
    await with_it._delivery.round()
    assert post.took == [("a", "heard: hello")]
