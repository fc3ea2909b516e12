"""Buttons: tokens outside, meanings inside."""

from __future__ import annotations

import datetime as dt

import pytest

from records import buttons
from records.buttons import Choice
from records.errors import NoSuchButton

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize("payload", ["text", {"intent": "ask_time", "slots": {"话题": ["论坛", 1, None]}}, [], 0])
def test_a_token_stands_for_what_the_button_means_as_often_as_it_is_taken(world, payload):
    conversation = world.visit()
    token, other = world.do(buttons.issue, conversation.id, [Choice("论坛", payload), Choice("Other", "other")], NOW)
    assert [world.do(buttons.take, conversation.id, token) for _ in range(2)] == [Choice("论坛", payload)] * 2
    assert world.do(buttons.take, conversation.id, other) == Choice("Other", "other")


def test_another_conversations_button_is_no_button(world, choice):
    (token,) = world.do(buttons.issue, world.visit("one").id, [choice], NOW)
    for unknown in (token, "made up", ""):
        with pytest.raises(NoSuchButton):
            world.do(buttons.take, world.visit("other").id, unknown)


def test_the_buttons_of_an_answer_can_be_taken(world, choice):
    conversation = world.visit()
    world.say(conversation, "m-1")
    (reply,) = world.answer(world.claim(conversation), buttons=(choice,))
    assert world.do(buttons.take, conversation.id, reply.buttons[0]["token"]) == choice


def test_no_button_needs_no_token(world):
    assert world.do(buttons.issue, world.visit().id, [], NOW) == []
