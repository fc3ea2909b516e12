"""Visitors and their conversations: found, or made on the first visit."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

import pytest

from records import conversations, privacy, visits
from records.errors import NoSuchConversation, NoSuchVisitor, Unstorable
from records.models import Conversation, Owner, Visitor

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
LATER = NOW + dt.timedelta(days=1)


def test_a_first_visit_makes_a_conversation_with_the_bot(world):
    opened = world.do(visits.open_conversation, "wechat", "gh_1", "openid", NOW, "zh")
    assert re.fullmatch(r"[\w-]{24}", opened.public_id)
    assert opened == Conversation(
        id=opened.id,
        public_id=opened.public_id,
        visitor_id=opened.visitor_id,
        channel="wechat",
        account="gh_1",
        language="zh",
        language_chosen=False,
        owner=Owner.BOT,
        staff=None,
        epoch=0,
        owner_since=NOW,
        last_number=0,
        since=NOW,
        last_at=NOW,
        lease=0,
        lease_until=None,
        worker=None,
    )
    assert world.do(conversations.get, opened.id) == world.do(visits.find, opened.public_id) == opened
    visitor = Visitor(opened.visitor_id, "wechat", "gh_1", "openid", NOW)
    assert world.do(visits.find_visitor, "wechat", "gh_1", "openid") == world.do(visits.visitor, visitor.id) == visitor


def test_who_comes_again_finds_the_conversation_as_it_was_left(world):
    opened = world.do(visits.open_conversation, "web", "main", "visitor", NOW, "zh")
    assert world.do(visits.open_conversation, "web", "main", "visitor", LATER, "en") == opened
    closed = world.do(conversations.move, opened.id, Owner.CLOSED, 0, LATER)
    assert world.visit() == closed


def test_visitors_of_other_channels_and_accounts_are_other_visitors(world):
    who = [("web", "a", "x"), ("web", "b", "x"), ("telegram", "a", "x"), ("web", "a", "y")]
    assert len({world.do(visits.open_conversation, *one, NOW).id for one in who}) == 4
    assert world.rows("visitors") == 4


def test_eight_first_visits_at_once_make_one_visitor_and_one_conversation(world, at_once):
    opened = at_once(lambda _: world.visit())
    assert len({conversation.id for conversation in opened}) == 1
    assert [world.rows("visitors"), world.rows("conversations")] == [1, 1]


def test_who_is_erased_and_comes_again_at_once_is_a_visitor_or_none_and_nothing_else(world, at_once):
    def act(n):
        for _ in range(10):
            if n % 2:
                world.visit()
            else:
                with contextlib.suppress(NoSuchVisitor):
                    world.do(lambda s: privacy.erase(s, visits.find_visitor(s, "web", "main", "visitor").id))

    at_once(act)
    world.visit()
    assert [world.rows("visitors"), world.rows("conversations")] == [1, 1]


def test_what_is_not_there_is_said(world):
    with pytest.raises(NoSuchConversation):
        world.do(visits.find, "nobody's")
    with pytest.raises(NoSuchVisitor):
        world.do(visits.visitor, 4711)
    with pytest.raises(NoSuchVisitor):
        world.do(visits.find_visitor, "web", "main", "nobody")


def test_a_key_that_a_database_cannot_keep_is_refused(world):
    with pytest.raises(Unstorable):
        world.visit("a\0b")
