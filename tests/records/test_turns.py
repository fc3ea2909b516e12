"""Turns: who answers what, and an answer that is stored whole or not at all."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from records import conversations, outbox, privacy, transcript, turns
from records.buttons import Choice
from records.errors import AlreadyAnswered, LeaseLost, NoSuchConversation, NotOwner, RecordsError, Unstorable
from records.models import Author, Direction, Message, MessageState, Owner

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


# Claims


def test_a_claim_gives_the_message_and_the_conversation_as_they_are_stored(world):
    conversation = world.visit()
    message = world.say(conversation, "m-1").message
    turn = world.claim(conversation, worker="one", seconds=60)
    assert turn == turns.Turn(message, world.do(conversations.get, conversation.id))
    assert (turn.conversation.worker, turn.conversation.lease_until, turn.conversation.lease) == ("one", later(60), 1)


def test_nothing_is_claimed_where_nothing_waits(world):
    assert world.claim(world.visit()) is None
    assert world.claim() is None


def test_the_oldest_message_of_a_conversation_comes_first(world):
    conversation = world.visit()
    for n in (1, 2, 3):
        world.say(conversation, f"m-{n}")
    numbers = []
    while turn := world.claim(conversation):
        numbers.append(turn.message.number)
        world.answer(turn)
    assert numbers == [1, 2, 3]


def test_the_conversation_that_waits_longest_comes_first_and_no_other_is_held_up(world):
    slow, quick = world.visit("slow"), world.visit("quick")
    for talk, n in ((slow, 1), (slow, 2), (quick, 3)):
        world.say(talk, f"m-{n}")
    held = world.claim()
    assert (held.message.conversation_id, held.message.number) == (slow.id, 1)
    other = world.claim()
    assert (other.message.conversation_id, other.message.number) == (quick.id, 1)
    assert world.claim() is None
    world.answer(held)
    assert world.claim().message.number == 2


def test_of_eight_workers_one_gets_the_turn(world, at_once):
    conversation = world.visit()
    world.say(conversation, "m-1")
    won = [turn for turn in at_once(lambda n: world.claim(conversation, worker=f"worker {n}")) if turn]
    assert len(won) == 1
    assert won[0].conversation == world.do(conversations.get, conversation.id)


def test_eight_workers_share_eight_conversations(world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]
    for talk in talks:
        world.say(talk, f"m-{talk.id}")
    assert {turn.conversation.id for turn in at_once(lambda n: world.claim(worker=f"worker {n}"))} == {talk.id for talk in talks}


def test_eight_workers_answer_twenty_messages_of_four_visitors_in_order_and_once(world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(4)]
    for n in range(5):
        for talk in talks:
            world.say(talk, f"{talk.id}-{n}")

    def work(n):
        while world.do(turns.unanswered):
            turn = world.claim(worker=f"worker {n}")
            if turn:
                world.answer(turn, f"answer {turn.message.number}")

    at_once(work)
    for talk in talks:
        said = world.do(transcript.transcript, talk.id)
        assert [(m.number, m.text, m.reply_to) for m in said[5:]] == [(n + 5, f"answer {n}", n) for n in range(1, 6)]


def test_a_dead_workers_turn_is_claimed_anew_once_its_time_is_over(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    world.claim(conversation, seconds=60)
    assert world.claim(conversation, now=later(59.9)) is None
    assert world.claim(conversation, now=later(60)).conversation.lease == 2


def test_a_lease_from_before_the_clock_was_set_back_counts_for_nothing(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    world.claim(conversation, now=later(3600), seconds=60)
    assert world.claim(conversation, now=NOW) is not None


def test_a_lease_of_any_length_ends(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    assert world.claim(conversation, seconds=1e9).conversation.lease_until == later(600)


def test_a_claim_that_is_given_back_can_be_claimed_at_once(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    first = world.claim(conversation)
    world.do(turns.release_turn, first)
    second = world.claim(conversation)
    assert second.message == first.message
    world.do(turns.release_turn, first)  # too late: another has it
    assert world.claim(conversation) is None


# Answers


def test_an_answer_is_stored_whole(world, choice):
    conversation = world.visit()
    question = world.say(conversation, "m-1").message
    replies = [
        turns.Draft("In Shenzhen.", "en", {"kind": "answer", "topic": "forum"}, (choice, Choice("Other", "other"))),
        turns.Draft("在深圳。", "zh", {"kind": "answer"}),
    ]
    understood = turns.Understood("en", "answer", confidence=0.5)
    answered = world.do(turns.answer, world.claim(conversation), replies, understood, later(2))
    assert answered == world.do(transcript.messages_after, conversation.id, 1) == world.do(transcript.replies_to, conversation.id, 1)
    fields = {"conversation_id": conversation.id, "direction": Direction.OUT, "author": Author.BOT, "payload": None, "at": later(2)}
    fields |= {"state": None, "reply_to": question.number, "channel_message_id": None}
    first, second = answered
    tokens = [button["token"] for button in first.buttons]
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)
    shown = [{"title": "The forum", "token": tokens[0]}, {"title": "Other", "token": tokens[1]}]
    metadata = {"kind": "answer", "topic": "forum"}
    assert first == Message(id=first.id, number=2, text="In Shenzhen.", language="en", metadata=metadata, buttons=shown, **fields)
    assert second == Message(id=second.id, number=3, text="在深圳。", language="zh", metadata={"kind": "answer"}, buttons=[], **fields)
    asked = world.do(transcript.message, conversation.id, 1)
    assert (asked.state, asked.language) == (MessageState.ANSWERED, "en")
    found = world.do(conversations.get, conversation.id)
    assert (found.last_number, found.last_at, found.worker, found.lease_until) == (3, later(2), None, None)
    assert [delivery.message_id for delivery in world.do(outbox.list_)] == [second.id, first.id]


def test_what_clients_fetch_themselves_is_not_delivered(world):
    world.exchange(world.visit(), "m-1", deliver=False)
    assert world.do(outbox.list_) == []


def test_a_turn_without_words_is_answered_too(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    assert world.do(turns.answer, world.claim(conversation), [], None, NOW) == []
    assert world.claim(conversation) is None
    assert world.rows("asked") == 0


def test_a_message_is_answered_once(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)
    world.answer(turn)
    with pytest.raises(AlreadyAnswered):
        world.answer(turn)
    assert world.do(conversations.get, conversation.id).last_number == 2


def test_of_eight_answers_at_once_one_is_stored(world, at_once):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)

    def answer(n):
        try:
            return len(world.answer(turn, f"answer {n}"))
        except AlreadyAnswered:
            return 0

    assert sum(at_once(answer)) == 1
    assert [world.rows(table) for table in ("messages", "deliveries", "asked")] == [2, 1, 1]


def test_a_slow_worker_whose_time_is_over_may_answer_while_nobody_else_has_claimed(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    assert len(world.answer(world.claim(conversation, seconds=1), now=later(100))) == 1


def test_a_slow_workers_answer_is_refused_once_another_has_claimed(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    slow = world.claim(conversation, seconds=1)
    quick = world.claim(conversation, now=later(2))
    with pytest.raises(LeaseLost):
        world.answer(slow)
    world.answer(quick, "the only answer")
    with pytest.raises(AlreadyAnswered):
        world.answer(slow)
    assert [message.text for message in world.do(transcript.messages_after, conversation.id, 1)] == ["the only answer"]


def test_the_bot_does_not_speak_after_staff_took_over(world):
    conversation = world.visit()
    for n in (1, 2):
        world.say(conversation, f"m-{n}")
    turn = world.claim(conversation)
    world.do(conversations.move, conversation.id, Owner.QUEUED, 0, NOW)
    with pytest.raises(NotOwner):
        world.answer(turn)
    world.do(conversations.move, conversation.id, Owner.BOT, 1, NOW)
    with pytest.raises(NotOwner):  # it has the conversation again, but the question went to staff
        world.answer(turn)
    assert [m.state for m in world.do(transcript.transcript, conversation.id)] == [MessageState.PASSED] * 2
    assert world.do(turns.unanswered) == []
    world.say(conversation, "m-3")
    assert world.claim(conversation).message.number == 3


def test_an_answer_that_hands_over_is_stored_with_the_move(world):
    conversation = world.visit()
    for n in (1, 2):
        world.say(conversation, f"m-{n}")
    turn = world.claim(conversation)
    with world.database.begin() as session:
        turns.answer(session, turn, [turns.Draft("A colleague will write.", "en", {"kind": "handoff"})], None, NOW)
        conversations.move(session, conversation.id, Owner.QUEUED, turn.conversation.epoch, NOW)
    states = [message.state for message in world.do(transcript.transcript, conversation.id)]
    assert states == [MessageState.ANSWERED, MessageState.PASSED, None]


def test_nothing_is_answered_to_who_was_erased(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)
    world.do(privacy.erase, conversation.visitor_id)
    with pytest.raises(NoSuchConversation):
        world.answer(turn)
    assert world.rows("messages") == 0


def test_an_answer_that_cannot_be_kept_leaves_the_message_waiting(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)
    with pytest.raises(Unstorable):
        world.answer(turn, "good", "bad\0")
    world.answer(turn, "good")
    assert world.rows("messages") == 2


def test_a_failure_after_the_answer_takes_all_of_it_back(world, choice):
    conversation = world.visit()
    world.say(conversation, "m-1")
    turn = world.claim(conversation)

    def answer_and_fail(session):
        turns.answer(session, turn, [turns.Draft("x", "en", {}, (choice,))], turns.Understood("en", "answer"), NOW)
        raise RecordsError("thrown")

    with pytest.raises(RecordsError, match="thrown"):
        world.do(answer_and_fail)
    assert [world.rows(table) for table in ("messages", "deliveries", "asked", "button_tokens")] == [1, 0, 0, 0]
    assert world.do(turns.unanswered) == [conversation.id]
    world.answer(turn)


def test_recovery_finds_who_waits_the_longest_waiting_first(world):
    one, two, three = (world.visit(key) for key in "abc")
    for talk, n in ((two, 1), (one, 2), (two, 3), (three, 4)):
        world.say(talk, f"m-{n}")
    world.answer(world.claim(three))
    assert world.do(turns.unanswered) == [two.id, one.id]
