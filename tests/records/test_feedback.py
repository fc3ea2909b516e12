"""Thumbs for replies."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from records import feedback
from records.errors import NoSuchMessage, Unstorable
from records.models import Feedback, Rating
from records.models import feedback as table

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
LATER = NOW + dt.timedelta(days=1)


def given(world):
    with world.database.read() as session:
        return [Feedback(*row) for row in session.execute(select(table))]


def test_a_later_opinion_replaces_an_earlier_one(world):
    conversation = world.visit()
    _, reply = world.exchange(conversation, "m-1")
    world.do(feedback.give, conversation.id, reply.number, Rating.UP, "", NOW)
    world.do(feedback.give, conversation.id, reply.number, Rating.DOWN, "地址错了", LATER)
    about = {"channel": "web", "language": "en", "kind": "answer", "topic": "forum"}
    opinion = {"at": LATER, "day": LATER.date(), "rating": Rating.DOWN, "reason": "地址错了"}
    assert given(world) == [Feedback(message_id=reply.id, **about, **opinion)]
    assert world.do(feedback.ratings, conversation.id) == {reply.number: Rating.DOWN}


def test_an_opinion_can_be_taken_back(world):
    conversation = world.visit()
    _, reply = world.exchange(conversation, "m-1")
    world.do(feedback.give, conversation.id, reply.number, Rating.UP, "", NOW)
    for _ in range(2):
        world.do(feedback.give, conversation.id, reply.number, None, "", NOW)
    assert world.do(feedback.ratings, conversation.id) == {}


def test_only_replies_of_ones_own_conversation_can_be_rated(world):
    conversation, other = world.visit(), world.visit("other")
    question, reply = world.exchange(conversation, "m-1")
    for talk, number in ((conversation, question.number), (conversation, 99), (other, reply.number), (conversation, -1)):
        with pytest.raises(NoSuchMessage):
            world.do(feedback.give, talk.id, number, Rating.UP, "", NOW)
    assert given(world) == []


def test_a_reason_that_a_database_cannot_keep_is_refused(world):
    conversation = world.visit()
    _, reply = world.exchange(conversation, "m-1")
    with pytest.raises(Unstorable):
        world.do(feedback.give, conversation.id, reply.number, Rating.UP, "a\0b", NOW)
