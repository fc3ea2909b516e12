"""The end of all that is kept of a visitor: erased in one commit with the claim, once, with a last sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from records import conversations, farewell, privacy, spent, transcript, visits
from records.errors import AlreadyAnswered, LeaseLost, NoSuchConversation, NoSuchVisitor, NotOwner, Spent
from records.models import Author, Direction, Owner
from records.turns import Draft

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
SAID = Draft("all is deleted", "en", {"kind": "smalltalk", "language": "en"})


def yes(world, channel="wechat"):
    """A visitor who has said yes, and the claim of that message."""
    talk = world.visit("erased", channel)
    world.exchange(talk, "m-1")
    world.say(talk, "m-2", "yes")
    return talk, world.claim(talk)


def test_nothing_is_left_and_the_last_sentence_can_be_sent(world):
    _, turn = yes(world)
    parcel = world.do(farewell.part, turn, SAID, NOW)
    message = parcel.message
    assert (parcel.channel, parcel.account, parcel.visitor_key, parcel.delivery.id) == ("wechat", "main", "erased", farewell.NOWHERE)
    assert (message.number, message.reply_to, message.text, message.direction, message.author) == (
        4, 3, "all is deleted", Direction.OUT, Author.BOT,
    )  # fmt: skip
    assert {table: world.rows(table) for table in ("visitors", "conversations", "messages", "deliveries", "spent_ids")} == {
        "visitors": 0, "conversations": 0, "messages": 0, "deliveries": 0, "spent_ids": 1,
    }  # fmt: skip


def test_it_is_done_once(world):
    _, turn = yes(world)
    world.do(farewell.part, turn, SAID, NOW)
    with pytest.raises(NoSuchConversation):
        world.do(farewell.part, turn, SAID, NOW)


@pytest.mark.parametrize("how", ["answered", "taken over", "claimed anew"])
def test_who_has_lost_the_claim_erases_nothing(world, how):
    talk, turn = yes(world)
    if how == "answered":
        world.answer(turn)
    elif how == "taken over":
        world.do(conversations.move, talk.id, Owner.QUEUED, 0, NOW)
    else:
        world.claim(talk, NOW + dt.timedelta(seconds=61), "another")
    error = {"answered": AlreadyAnswered, "taken over": NotOwner, "claimed anew": LeaseLost}[how]
    with pytest.raises(error):
        world.do(farewell.part, turn, SAID, NOW)
    assert (world.rows("visitors"), world.rows("spent_ids")) == (1, 0)


def test_the_message_that_was_erased_is_known_by_a_digest_for_a_week(world):
    _, turn = yes(world)
    world.do(farewell.part, turn, SAID, NOW)
    with pytest.raises(Spent):
        world.do(spent.check, "wechat", "main", "m-2")
    for other in (("wechat", "main", "m-1"), ("wechat", "", "m-2"), ("telegram", "main", "m-2")):
        world.do(spent.check, *other)
    with world.database.read() as session:
        assert "m-2" not in repr(session.execute(text("SELECT * FROM spent_ids")).all())
    world.do(privacy.purge, NOW + dt.timedelta(days=6), 90)
    assert world.rows("spent_ids") == 1
    world.do(privacy.purge, NOW + dt.timedelta(days=8), 90)
    world.do(spent.check, "wechat", "main", "m-2")


def test_noting_twice_is_noting_once(world):
    for _ in range(2):
        world.do(spent.note, "wechat", "main", "m", NOW)
    assert world.rows("spent_ids") == 1


def test_what_was_said_last_in_each_direction_and_whether_anything_was(world):
    talk = world.visit()
    assert (world.do(transcript.is_silent, talk.id), world.do(transcript.last, talk.id, Direction.OUT)) == (True, None)
    world.say(talk, "m-1")
    assert world.do(transcript.is_silent, talk.id)
    world.answer(world.claim(talk))
    world.say(talk, "m-2")
    assert not world.do(transcript.is_silent, talk.id)
    assert [world.do(transcript.last, talk.id, way).number for way in (Direction.IN, Direction.OUT)] == [3, 2]


def test_a_visitor_that_is_known_is_found_and_none_is_made(world):
    talk = world.visit("somebody")
    assert world.do(visits.known, "web", "main", "somebody") == talk
    assert world.do(visits.known, "web", "main", "nobody") is None
    with pytest.raises(NoSuchVisitor):
        world.do(visits.find_visitor, "web", "main", "nobody")
