"""What was said, in order."""

from __future__ import annotations

import pytest

from records import transcript
from records.errors import NoSuchMessage


def test_the_transcript_has_both_directions_in_order(world):
    conversation = world.visit()
    for n in range(3):
        world.exchange(conversation, f"m-{n}", f"question {n}", f"answer {n}")
    said = [(m.number, m.direction.value, m.text) for m in world.do(transcript.transcript, conversation.id)]
    assert said == [
        (1, "in", "question 0"),
        (2, "out", "answer 0"),
        (3, "in", "question 1"),
        (4, "out", "answer 1"),
        (5, "in", "question 2"),
        (6, "out", "answer 2"),
    ]


@pytest.mark.parametrize(("after", "limit", "numbers"), [(0, 2, [1, 2]), (2, 1, [3]), (3, None, [4]), (4, None, []), (99, 5, [])])
def test_what_was_missed_comes_in_order_from_the_number_on(world, after, limit, numbers):
    conversation = world.visit()
    for n in range(2):
        world.exchange(conversation, f"m-{n}")
    world.exchange(world.visit("somebody else"), "m-9")
    assert [m.number for m in world.do(transcript.messages_after, conversation.id, after, limit)] == numbers


def test_replies_are_those_to_the_message(world):
    conversation = world.visit()
    first, second = world.say(conversation, "m-1").message, world.say(conversation, "m-2").message
    world.answer(world.claim(conversation), "one", "two")
    assert [m.text for m in world.do(transcript.replies_to, conversation.id, first.number)] == ["one", "two"]
    assert world.do(transcript.replies_to, conversation.id, second.number) == []


def test_what_is_not_there_is_said_or_empty(world):
    assert world.do(transcript.transcript, 4711) == world.do(transcript.replies_to, 4711, 1) == []
    with pytest.raises(NoSuchMessage):
        world.do(transcript.message, world.visit().id, 1)
