"""What comes in: stored once and in order, whatever is delivered twice or at once."""

from __future__ import annotations

import datetime as dt

import pytest

from records import conversations, inbox, transcript
from records.errors import IdOfAnother, NoSuchConversation, Unstorable
from records.models import Author, Direction, Message, MessageState, Owner

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def test_a_message_is_stored_whole(world):
    conversation = world.visit()
    meant = {"intent": "ask_time", "slots": {"topic": "论坛"}}
    accepted = world.do(inbox.accept, conversation.id, "m-1", "论坛几点？", meant, NOW, language="zh", metadata={"interface": "zh"})
    stored = world.do(transcript.transcript, conversation.id)
    assert accepted == inbox.Accepted(stored[0], fresh=True)
    assert stored == [
        Message(
            id=accepted.message.id,
            conversation_id=conversation.id,
            number=1,
            direction=Direction.IN,
            author=Author.VISITOR,
            text="论坛几点？",
            language="zh",
            metadata={"interface": "zh"},
            buttons=[],
            payload=meant,
            at=NOW,
            state=MessageState.ACCEPTED,
            reply_to=None,
            channel_message_id="m-1",
        )
    ]


def test_a_message_that_is_delivered_again_is_the_one_that_is_there(world):
    conversation = world.visit()
    first = world.say(conversation, "m-1", "where?")
    assert world.say(conversation, "m-1", "where? (again)") == inbox.Accepted(first.message, fresh=False)
    assert world.do(conversations.get, conversation.id).last_number == 1


def test_a_message_that_is_delivered_again_after_its_answer_waits_for_no_second_one(world):
    conversation = world.visit()
    world.exchange(conversation, "m-1")
    assert world.say(conversation, "m-1").message.state is MessageState.ANSWERED
    assert world.claim(conversation) is None


def test_eight_deliveries_at_once_have_one_effect(world, at_once):
    conversation = world.visit()
    results = at_once(lambda _: world.say(conversation, "m-1"))
    assert sorted(result.fresh for result in results) == [False] * 7 + [True]
    assert {result.message.id for result in results} == {world.do(transcript.message, conversation.id, 1).id}
    assert world.rows("messages") == world.rows("seen_ids") == 1


def test_numbers_have_no_gap_and_no_double_when_eight_write_at_once(world, at_once):
    conversation = world.visit()
    at_once(lambda thread: [world.say(conversation, f"{thread}-{n}", f"{thread}-{n}") for n in range(5)])
    stored = world.do(transcript.transcript, conversation.id)
    assert [message.number for message in stored] == list(range(1, 41))
    for thread in range(8):  # each thread's own messages are in its order
        assert [m.text for m in stored if m.text.startswith(f"{thread}-")] == [f"{thread}-{n}" for n in range(5)]


def test_conversations_are_numbered_for_themselves(world):
    one, other = world.visit("one"), world.visit("other")
    numbers = [world.say(talk, f"m-{n}").message.number for n, talk in enumerate([one, other, one, one, other])]
    assert numbers == [1, 1, 2, 3, 2]


def test_the_same_id_on_another_channel_is_another_message(world):
    web, wechat = world.visit(channel="web"), world.visit(channel="wechat")
    assert [world.say(web, "m-1").fresh, world.say(wechat, "m-1").fresh] == [True, True]


def test_an_id_of_another_conversation_gives_away_nothing_of_it(world):
    world.say(world.visit("one"), "m-1", "my secret")
    with pytest.raises(IdOfAnother) as refused:
        world.say(world.visit("other"), "m-1")
    assert "secret" not in str(refused.value)
    assert world.rows("messages") == 1


def test_an_id_that_two_conversations_use_at_once_is_stored_once(world, at_once):
    talks = [world.visit(f"visitor-{n}") for n in range(8)]

    def say(n):
        try:
            return world.say(talks[n], "m-1").fresh
        except IdOfAnother:
            return None

    assert sorted(at_once(say), key=bool) == [None] * 7 + [True]
    assert world.rows("messages") == 1


@pytest.mark.parametrize(("owner", "state"), [(Owner.QUEUED, MessageState.PASSED), (Owner.STAFF, MessageState.PASSED)])
def test_a_message_for_staff_is_kept_from_the_bot(world, owner, state):
    conversation = world.do(conversations.move, world.visit().id, Owner.QUEUED, 0, NOW)
    if owner is Owner.STAFF:
        conversation = world.do(conversations.move, conversation.id, Owner.STAFF, 1, NOW, "wang")
    assert world.say(conversation, "m-1").message.state is state
    assert world.claim(conversation) is None


def test_who_writes_into_a_closed_conversation_talks_to_the_bot(world):
    conversation = world.do(conversations.move, world.visit().id, Owner.CLOSED, 0, NOW)
    assert world.say(conversation, "m-1").message.state is MessageState.ACCEPTED
    found = world.do(conversations.get, conversation.id)
    assert (found.owner, found.epoch) == (Owner.BOT, 2)


def test_a_conversation_that_is_not_there_takes_nothing(world):
    with pytest.raises(NoSuchConversation):
        world.do(inbox.accept, 4711, "m-1", "hello", None, NOW)


@pytest.mark.parametrize("text", ["a\0b", "\ud83d", "x\udc00"])
def test_what_a_database_cannot_keep_is_refused_by_both_alike(world, text):
    conversation = world.visit()
    for message_id, said in (("m-1", text), (text, "hello")):
        with pytest.raises(Unstorable):
            world.say(conversation, message_id, said)
    assert world.rows("messages") == 0


def test_any_other_text_comes_back_as_it_was(world):
    conversation = world.visit()
    said = "'; DROP TABLE messages; -- %s %(x)s :name 👩‍👩‍👧 \u202e \\ \x01 \U0010ffff" + "长" * 5000
    assert world.say(conversation, said[:60], said).message == world.do(transcript.message, conversation.id, 1)
    assert world.do(transcript.message, conversation.id, 1).text == said


def test_a_moment_without_a_time_zone_is_refused(world):
    conversation = world.visit()
    with pytest.raises(Exception, match="has no time zone"):
        world.say(conversation, "m-1", now=NOW.replace(tzinfo=None))


def test_a_moment_elsewhere_is_kept_as_the_same_moment(world):
    shenzhen = dt.timezone(dt.timedelta(hours=8))
    conversation = world.visit()
    world.say(conversation, "m-1", now=NOW.astimezone(shenzhen))
    stored = world.do(transcript.message, conversation.id, 1).at
    assert (stored, stored.tzinfo) == (NOW, dt.timezone.utc)
