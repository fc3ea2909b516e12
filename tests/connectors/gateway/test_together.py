"""Replies that a channel sends together: claimed at once, settled as far as they have gone."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from connectors.gateway import (
    DeliveryFailed,
    DeliveryKept,
    DeliveryPostponed,
    DeliveryRefused,
    Gateway,
    Inbound,
    Limits,
    TogetherChannel,
    VisitorGone,
)
from connectors.gateway import delivery as module
from records import outbox, runs

START = dt.datetime(2023, 3, 1, 9, 30, tzinfo=dt.timezone.utc)


class Post(TogetherChannel):
    """Takes as many messages of a run as it is told to, then raises. until: when replies are held back."""

    name = "post"

    def __init__(self):
        self.took, self.most, self.error, self.until, self.heard = [], 99, None, None, []

    def parse(self, raw):
        return Inbound(f"{raw[0]}-{raw[1]}", raw[0], text=raw[1])

    def held(self, session, conversation):
        return self.until

    def accepted(self, session, conversation, message, now):
        self.heard.append(message.text)
        runs.revive(session, conversation.id, now, now)

    async def deliver_together(self, run, went):
        for parcel in run.parcels[: self.most]:
            self.took.append(parcel.message.text)
            await went([(parcel, len(parcel.message.text), True)])
        if self.error:
            raise self.error


class Clock:
    """The time of day, as the test says."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    for name in ("delivery", "together", "intake", "turns"):
        monkeypatch.setattr(f"connectors.gateway.{name}.utc_now", found)
    return found


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def gateway(brain, library, scribe, clock, post):
    return Gateway(brain, scribe, Limits(), START.date, channels=[post])


async def said(gateway, post, *texts, visitor="a"):
    for text in texts:
        _, answered = await gateway.accept(post, post.parse((visitor, text)))
        await answered


def letters(gateway):
    with gateway.scribe.database.read() as session:
        return [(one.state.value, one.error) for one in reversed(outbox.list_(session))]


def states(gateway):
    return [state for state, _ in letters(gateway)]


async def test_what_waits_is_sent_in_one_go_and_in_order(gateway, post):
    await said(gateway, post, "one", "two", "three")
    assert await gateway._delivery.round() == 1
    assert [text.partition("\n")[0] for text in post.took] == ["heard: one", "heard: two", "heard: three"]
    assert states(gateway) == ["sent"] * 3


@pytest.mark.parametrize(
    ("error", "left"),
    [
        (DeliveryFailed("busy", 60), [("failed", "busy"), ("pending", None)]),
        (RuntimeError("secret detail"), [("failed", "RuntimeError"), ("pending", None)]),
        (DeliveryPostponed(5), [("failed", None), ("pending", None)]),
        (DeliveryRefused("never"), [("dead", "never"), ("pending", None)]),
        (DeliveryKept("closed"), [("kept", "closed"), ("kept", "closed")]),
        (VisitorGone("left"), [("dead", "left"), ("dead", "left")]),
    ],
)
async def test_what_is_left_when_something_goes_wrong_has_its_state(gateway, post, error, left):
    await said(gateway, post, "one", "two", "three")
    post.most, post.error = 1, error
    await gateway._delivery.round()
    assert letters(gateway) == [("sent", None), *left]


async def test_what_was_kept_comes_with_the_next_message(gateway, post):
    post.most, post.error = 0, DeliveryKept("closed")
    await said(gateway, post, "one")
    await gateway._delivery.round()
    assert (states(gateway), await gateway._delivery.round()) == (["kept"], 0)
    post.most, post.error = 99, None
    await said(gateway, post, "two")
    await gateway._delivery.round()
    assert (states(gateway), len(post.took), post.heard) == (["sent", "sent"], 2, ["one", "two"])


async def test_what_is_held_for_somebody_is_not_sent_before(gateway, post, clock):
    post.until = START + dt.timedelta(seconds=4.5)
    await said(gateway, post, "one")
    assert await gateway._delivery.round() == 0
    clock.now = post.until
    assert await gateway._delivery.round() == 1
    assert states(gateway) == ["sent"]


async def test_one_that_hangs_is_cut_off_and_tried_again(gateway, post, monkeypatch):
    monkeypatch.setattr(gateway._delivery._together, "_seconds", 0.05)

    async def hangs(*_):
        await asyncio.sleep(60)

    monkeypatch.setattr(post, "deliver_together", hangs)
    await said(gateway, post, "one")
    await gateway._delivery.round()
    assert letters(gateway) == [("failed", "TimeoutError")]
    assert module._SEND_TOGETHER_SECONDS < module._LEASE_SECONDS


async def test_a_last_sentence_is_sent_alone(gateway, post):
    await said(gateway, post, "hello there", "delete my data", "yes")
    await gateway.finish(2)
    assert post.took[-1].startswith("All your data is deleted")
