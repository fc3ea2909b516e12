"""Groups: the bot answers who mentions it or answers it, each member in a conversation of their own, as an answer to their message."""

from __future__ import annotations

import time

import pytest

from connectors.gateway.texts import text
from knowledge.reply import Button
from tests.platforms.telegram.world import BOT

GROUP = -1001234567890


@pytest.fixture
def group(telegram):
    """A group with the bot in it."""
    return telegram.world.group(GROUP)


def of_bot(telegram, words="the bot said so"):
    """A message of the bot, as it stands in the answer to it."""
    message = {"message_id": telegram.world.new_message_id(GROUP), "date": 1, "chat": telegram.world.chats[GROUP]}
    return {**message, "from": BOT, "text": words}


def said(telegram):
    """What the bot said in the group, without the privacy sentence, and to which message."""
    return [(sent.text.split("\n\n")[0], sent.reply_to) for sent in telegram.sent if sent.chat == GROUP]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("@ciep_test_bot where is it?", "where is it?"),
        ("@CIEP_Test_Bot where is it?", "where is it?"),
        ("where is it, @ciep_test_bot", "where is it,"),
        ("😀😀 @ciep_test_bot 在哪里", "😀😀 在哪里"),
    ],
)
def test_who_mentions_the_bot_is_answered_on_the_message(telegram, server, ann, group, brain, written, heard):
    message = telegram.message(ann, written, group)
    telegram.post({"message": message})
    telegram.until(lambda: telegram.sent)
    assert (brain.heard, said(telegram)) == ([heard], [(f"heard: {heard}", message["message_id"])])


def test_who_is_mentioned_by_id_is_the_bot_too(telegram, server, ann, group, brain):
    entity = {"type": "text_mention", "offset": 0, "length": 10, "user": BOT}
    telegram.post({"message": {**telegram.message(ann, "Conference where is it?", group), "entities": [entity]}})
    telegram.until(lambda: telegram.sent)
    assert brain.heard == ["where is it?"]


def test_who_answers_the_bot_is_answered(telegram, server, ann, group, brain):
    telegram.say(ann, "and when?", group, reply_to_message=of_bot(telegram))
    telegram.until(lambda: telegram.sent)
    assert brain.heard == ["and when?"]


def test_what_members_say_to_each_other_is_not_kept(telegram, server, ann, li, group, rows):
    other = {**telegram.message(li, "hm", group)}
    for words, more in (
        ("lunch?", {}),
        ("@somebody_else where is it?", {}),
        ("yes", {"reply_to_message": other}),
        ("/help", {}),
        ("/help@another_bot", {}),
        ("mail me at ann@ciep_test_bot.example", {}),
    ):
        telegram.taken(telegram.say(ann, words, group, **more))
    assert (rows("visitors"), rows("messages"), telegram.sent) == (0, 0, [])


def test_a_command_that_names_the_bot_is_for_it(telegram, server, ann, group, brain):
    telegram.say(ann, "/human@ciep_test_bot", group)
    telegram.until(lambda: telegram.sent)
    assert [heard.intent for _, heard in brain.messages] == ["want_person"]


def test_each_member_has_a_conversation_and_the_private_chat_is_another(telegram, server, ann, li, group, brain, rows):
    telegram.say(ann, "@ciep_test_bot one", group)
    telegram.say(li, "@ciep_test_bot two", group)
    telegram.say(ann, "three")
    telegram.until(lambda: len(telegram.sent) == 3)
    assert len({conversation for conversation, _ in brain.messages}) == rows("conversations") == 3


def test_answers_to_several_members_stand_under_their_own_messages(telegram, server, ann, li, group, brain):
    brain.seconds = 0.2
    messages = {who.id: telegram.message(who, f"@ciep_test_bot I am {who.id}", group) for who in (ann, li)}
    for message in messages.values():
        telegram.post({"message": message})
    telegram.until(lambda: len(telegram.sent) == 2)
    assert sorted(said(telegram)) == [(f"heard: I am {who}", message["message_id"]) for who, message in sorted(messages.items())]


def test_a_button_works_for_the_member_who_was_asked_and_for_nobody_else(telegram, server, ann, li, group, brain):
    brain.buttons = (Button("The forum"),)
    telegram.say(ann, "@ciep_test_bot which?", group)
    (sent,) = telegram.until(lambda: telegram.sent)
    foreign, own = telegram.tap(li, sent, "The forum"), telegram.tap(ann, sent, "The forum")
    telegram.until(lambda: {foreign, own} <= set(telegram.world.answers))
    telegram.until(lambda: len(telegram.sent) == 2)
    assert (telegram.world.answers[foreign], telegram.world.answers[own]) == (text("button_gone", "zh"), "")
    assert (brain.heard, said(telegram)[1]) == (["which?", "The forum"], ("heard: The forum", sent.id))


def test_in_a_forum_the_answer_stays_in_its_topic(telegram, server, ann, brain):
    forum = telegram.world.group(-1009, forum=True)
    telegram.say(ann, "@ciep_test_bot where?", forum, message_thread_id=42, is_topic_message=True)
    (sent,) = telegram.until(lambda: telegram.sent)
    assert sent.thread == 42


def test_a_message_that_was_deleted_meanwhile_is_answered_all_the_same(telegram, server, ann, group, brain):
    message = telegram.message(ann, "@ciep_test_bot where?", group)
    telegram.world.messages[group].clear()
    telegram.post({"message": message})
    telegram.until(lambda: telegram.sent)
    assert said(telegram) == [("heard: where?", None)]


def test_a_group_that_has_become_a_supergroup_is_found_again(telegram, server, ann, group, brain):
    old = telegram.world.group(-55, "group")
    telegram.world.migrated[old] = group
    telegram.say(ann, "@ciep_test_bot where?", old)
    telegram.until(lambda: telegram.sent)
    assert [sent.chat for sent in telegram.sent] == [GROUP]


def test_other_bots_and_those_who_write_as_a_channel_are_not_answered(telegram, server, ann, group, rows):
    bot = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    channel = {"id": -100777, "type": "channel", "title": "News"}
    for more in ({"from": bot}, {"sender_chat": channel}):
        telegram.taken(telegram.post({"message": {**telegram.message(ann, "@ciep_test_bot hi", group), **more}}))
    assert rows("messages") == 0


def test_a_changed_message_that_mentioned_the_bot_is_answered_anew(telegram, server, ann, group, brain):
    message = telegram.message(ann, "@ciep_test_bot wehn?", group)
    telegram.post({"message": message})
    telegram.until(lambda: telegram.sent)
    telegram.edit(ann, message, "@ciep_test_bot when?")
    telegram.until(lambda: len(telegram.sent) == 2)
    assert (brain.heard, said(telegram)[1]) == (["wehn?", "when?"], ("heard: when?", message["message_id"]))


def test_in_a_group_too_all_of_a_member_is_deleted_and_the_last_sentence_stands_under_the_yes(telegram, server, ann, li, group, rows):
    telegram.say(li, "@ciep_test_bot hello", group)
    telegram.say(ann, "@ciep_test_bot delete my data", group)
    telegram.until(lambda: len(telegram.sent) == 2)
    yes = telegram.message(ann, "@ciep_test_bot yes", group)
    telegram.post({"message": yes})
    telegram.until(lambda: len(telegram.sent) == 3)
    assert said(telegram)[-1] == (text("erased", "en"), yes["message_id"])
    time.sleep(0.1)
    assert rows("visitors") == 1
