"""What Rasa keeps of a conversation."""

from __future__ import annotations

import datetime as dt

import pytest

from records import privacy, trackers
from records.errors import NoSuchConversation

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def test_events_come_back_as_they_were_written_last(world):
    one, other = world.visit("one").public_id, world.visit("other").public_id
    world.do(trackers.write, one, '[{"event": "first"}]', NOW)
    world.do(trackers.write, one, '[{"event": "长"}]', NOW)
    assert [world.do(trackers.read, sender) for sender in (one, other)] == ['[{"event": "长"}]', None]
    assert world.do(trackers.senders) == [one]


def test_events_can_be_forgotten(world):
    sender = world.visit().public_id
    world.do(trackers.write, sender, "[]", NOW)
    for _ in range(2):
        world.do(trackers.delete, sender)
    assert world.do(trackers.read, sender) is None


def test_a_turn_that_ends_after_the_erasure_brings_nothing_back(world):
    conversation = world.visit()
    world.do(trackers.write, conversation.public_id, '["secret"]', NOW)
    world.do(privacy.erase, conversation.visitor_id)
    with pytest.raises(NoSuchConversation):
        world.do(trackers.write, conversation.public_id, '["secret"]', NOW)
    assert world.rows("trackers") == 0
