"""Retention: what is older than the set age is purged, with all that belongs to it, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from records import (
    conversations,
    inbox,
    outbox,
    privacy,
    questions,
    trackers,
    transcript,
)  # fmt: skip
from records.errors import NoSuchConversation
from records.models import Owner
from tests.records.lives import NOW, STATISTICS, live, rows


def settle(world, now=NOW):
    """Send what is in the outbox."""
    while due := world.do(outbox.due, now, 100):
        for delivery in due:
            world.do(outbox.sent, delivery.id, now)


# Retention


def days(number):
    return NOW + dt.timedelta(days=number)


def test_a_purge_deletes_what_is_older_and_all_that_belongs_to_it(world):
    live(world, "old")
    live(world, "recent", days(80))
    settle(world)
    before = world.do(questions.statistics, NOW.date(), days(99).date())
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(visitors=1, messages=2, more=False)
    assert {name: number for name, number in rows(world).items() if name not in STATISTICS} == {
        "visitors": 1, "conversations": 1, "messages": 2, "seen_ids": 1, "deliveries": 1, "asked": 1, "feedback": 1,
        "button_tokens": 1, "trackers": 1, "quotas": 1, "portions": 1, "handed": 1, "handovers": 1, "notes": 1, "presences": 1,
        "sought": 2, "erasures": 1, "proposals": 1, "reviews": 1,
    }  # fmt: skip
    assert world.do(questions.statistics, NOW.date(), days(99).date()) == before
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 0, more=False)


def test_who_still_writes_keeps_what_is_recent_and_its_numbers(world):
    talk, _ = live(world)
    world.exchange(talk, "m-2", now=days(80))
    settle(world)
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 2, more=False)
    assert [m.number for m in world.do(transcript.transcript, talk.id)] == [3, 4]
    assert world.exchange(talk, "m-3", now=days(91))[1].number == 6
    assert [world.rows(table) for table in ("seen_ids", "asked", "feedback", "button_tokens")] == [2, 2, 0, 0]


@pytest.mark.parametrize(("oldest", "kept"), [(0, False), (80, True)])
def test_a_tracker_goes_when_it_still_holds_old_words(world, oldest, kept):
    talk, _ = live(world)
    world.exchange(talk, "m-2", now=days(80))
    settle(world)
    events = [{"event": "slot"}, {"event": "user", "timestamp": days(oldest).timestamp()}, {"timestamp": days(80).timestamp()}]
    world.do(trackers.write, talk.public_id, json.dumps(events[1:]), days(80))
    privacy.purge_all(world.database, days(91), 90)
    assert (world.do(trackers.read, talk.public_id) is not None) == kept


def test_what_waits_for_an_answer_or_a_delivery_is_kept(world):
    talk = world.visit()
    asked, answered = world.exchange(talk, "m-1")
    waiting = world.say(talk, "m-2").message
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 1, more=False)
    assert [m.id for m in world.do(transcript.transcript, talk.id)] == [answered.id, waiting.id]
    settle(world, days(91))
    world.answer(world.claim(talk, days(91)), now=days(91), deliver=False)
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 2, more=False)
    assert asked.id not in {m.id for m in world.do(transcript.transcript, talk.id)}


def test_dead_letters_and_what_went_to_staff_are_purged(world):
    talk = world.visit()
    world.exchange(talk, "m-1")
    (delivery,) = world.do(outbox.due, NOW, 1)
    world.do(outbox.dead, world.do(outbox.claim, delivery.id, "w", NOW, 60), "blocked", NOW)
    world.do(conversations.move, talk.id, Owner.QUEUED, 0, NOW)
    world.say(talk, "m-2")
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(1, 3, more=False)
    assert set(rows(world)) == {"tallies"}


def test_who_came_and_said_nothing_is_purged_too(world):
    world.visit("silent")
    world.visit("recent", now=days(80))
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(1, 0, more=False)


@pytest.mark.parametrize(("age", "left"), [(0, 0), (91, 2), (1e12, 2)])
def test_any_age_can_be_set(world, age, left):
    world.exchange(world.visit(), "m-1", deliver=False)
    privacy.purge_all(world.database, days(90), age)
    assert world.rows("messages") == left


def test_a_purge_goes_in_small_steps_and_says_when_there_is_more(world):
    for n in range(5):
        world.exchange(world.visit(f"visitor {n}"), f"m-{n}", deliver=False)
    steps = [world.do(privacy.purge, days(91), 90, 4) for _ in range(4)]
    assert steps == [
        privacy.Purged(visitors=2, messages=4, more=True),
        privacy.Purged(visitors=2, messages=4, more=True),
        privacy.Purged(visitors=1, messages=2, more=False),
        privacy.Purged(visitors=0, messages=0, more=False),
    ]
    assert sum(tally.asked for tally in world.do(questions.statistics, NOW.date(), NOW.date())) == 5


def test_a_message_that_is_being_stored_while_its_old_conversation_is_purged_is_kept(world):
    talk = world.visit()
    with ThreadPoolExecutor(1) as pool:
        with world.database.begin() as session:
            inbox.accept(session, talk.id, "m-1", "am I too late?", None, days(91))
            purging = pool.submit(privacy.purge_all, world.database, days(91), 90)
            time.sleep(0.2)
            assert not purging.done()
        assert purging.result() == privacy.Purged(0, 0, more=False)
    assert world.claim(talk, days(91)).message.text == "am I too late?"


def test_purges_at_once_with_new_messages_lose_none_of_these(world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]
    for talk in talks:
        world.exchange(talk, f"old {talk.id}", deliver=False)

    def act(n):
        if n % 2:
            privacy.purge_all(world.database, days(91), 90, 3)
            return None
        try:
            return world.say(talks[n], f"new {n}", now=days(91)).message
        except NoSuchConversation:  # the purge was quicker: nothing was acknowledged
            return None

    accepted = {message.id for message in at_once(act) if message}
    privacy.purge_all(world.database, days(91), 90)
    assert accepted == {turn.message.id for turn in iter(lambda: world.claim(now=days(91)), None)}
    assert sum(tally.asked for tally in world.do(questions.statistics, NOW.date(), days(92).date())) == 8
