"""What the actions share: the turn that is read, the reply that is given, what is kept for the next turn."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.base import Turn, TurnAction, say
from actions.small_talk import ActionSmallTalk
from knowledge.answering.context import Context
from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.text.language import Language

HELLO = Reply("对话框", Metadata(Kind.SMALLTALK, "zh", "booth", ("a",), ("通知 一",)), (Button("展位", "/x"),))


def said(reply, language):
    dispatcher = CollectingDispatcher()
    say(dispatcher, reply, language)
    return dispatcher.messages[0]


def test_a_turn_is_read_from_the_tracker(conversation, small):
    turn = Turn.of(conversation.tracker("展位在哪？", "ask_venue"))
    assert (turn.intent, turn.today, turn.fixed) == ("ask_venue", dt.date(2030, 3, 1), None)
    assert (turn.context, turn.language) == (Context(), Language("zh", spoken="zh"))
    assert turn.service.pack is small


async def test_a_message_too_short_to_tell_keeps_the_last_language(conversation):
    await conversation.say(ActionSmallTalk, "你好，请问", "greet")
    assert (await conversation.say(ActionSmallTalk, "ok", "affirm"))["language"] == "zh"


async def test_turns_are_counted_and_the_language_is_kept(conversation):
    for expected in (1, 2):
        await conversation.say(ActionSmallTalk, "hello there", "greet")
        assert conversation.slots["context"]["turn"] == expected
    assert conversation.slots["language"] == {"last": Language("en", spoken="en")._asdict(), "fixed": None}


async def test_what_is_kept_is_json_as_an_action_server_sends_it(conversation):
    await conversation.say(ActionAnswer, "when is the fair?", "ask_time")
    assert json.loads(json.dumps(conversation.slots)) == conversation.slots


async def test_what_was_kept_is_read_again(conversation):
    await conversation.say(ActionAnswer, "when is the fair?", "ask_time")
    assert Turn.of(conversation.tracker("and where?", "ask_venue")).context == Context.from_dict(conversation.slots["context"])


def test_a_reply_is_handed_over_whole():
    message = said(HELLO, Language("zh"))
    assert (message["text"], message["buttons"]) == ("对话框", [{"title": "展位", "payload": "/x"}])
    assert message["metadata"] == {"kind": "smalltalk", "language": "zh", "topic": "booth", "facts": ["a"], "sources": ["通知 一"]}


def test_those_who_write_traditional_characters_read_them():
    message = said(HELLO, Language("zh", traditional=True))
    assert (message["text"], message["buttons"][0]["title"]) == ("對話框", "展位")


def test_other_languages_are_told_what_is_spoken_here():
    lines = said(HELLO, Language("en", spoken="fr"))["text"].splitlines()
    assert lines == ["I speak Chinese and English here.", "对话框"]


async def test_an_action_has_to_say_something(conversation):
    with pytest.raises(NotImplementedError):
        await TurnAction().reply(Turn.of(conversation.tracker("hello", "greet")))
