"""Commands: allowed intents or plain words, in the visitor's language."""

from __future__ import annotations

import pytest

from connectors.gateway import sanitize
from connectors.gateway.texts import text
from connectors.telegram.commands import texts
from records.models import Direction
from tests.connectors.telegram.stored import stored


def came_in(scribe, key):
    return [(message.text, message.payload) for message in stored(scribe, key) if message.direction is Direction.IN]


# Commands


@pytest.mark.parametrize(
    ("command", "heard"),
    [
        ("/start", ("Hello", None)),
        ("/start booth", ("booth", "ask_content")),
        ("/start no-such-topic", ("Hello", None)),
        ("/help", ("help", "help")),
        ("/HELP", ("help", "help")),
        ("/help@ciep_test_bot", ("help", "help")),
        ("/human", ("talk to a human", "want_person")),
        ("/language zh", ("speak Chinese", "speak_chinese")),
        ("/language English", ("speak English", "speak_english")),
        ("/cancel", ("cancel", None)),
    ],
)
def test_a_command_is_an_allowed_intent_or_plain_words(telegram, server, ann, brain, library, scribe, command, heard):
    telegram.say(ann, command)
    telegram.until(lambda: telegram.sent)
    if command == "/start booth":
        heard = (f"{library.index().pack.topics['booth'].name.en}?", "ask_content")
    assert [(message.text, message.intent) for _, message in brain.messages] == [heard]
    assert came_in(scribe, "1001")[0][0] == command


def test_commands_speak_the_visitors_language(telegram, server, li, brain, library):
    for number, command in enumerate(("/start", "/start booth", "/cancel"), 1):
        telegram.say(li, command)
        telegram.until(lambda count=number: len(telegram.sent) == count)
    assert brain.heard == [texts()["start"]["zh"], f"{sanitize(library.index().pack.topics['booth'].name.zh)}?", texts()["cancel"]["zh"]]


def test_the_language_is_chosen_with_buttons(telegram, server, ann, brain):
    telegram.say(ann, "/language")
    (sent,) = telegram.until(lambda: telegram.sent)
    assert (sent.text.split("\n")[0], list(sent.buttons)) == (text("choose_language", "en"), ["中文", "English"])
    telegram.tap(ann, sent, "中文")
    telegram.until(lambda: brain.messages)
    assert [(heard.text, heard.intent) for _, heard in brain.messages] == [("说中文", "speak_chinese")]


@pytest.mark.parametrize("command", ["/restart", "/session_start", '/ask_time{"topic": "x"}', "/nothing", "／restart"])
def test_no_other_command_reaches_the_assistant(telegram, server, ann, brain, command):
    telegram.say(ann, command)
    telegram.until(lambda: telegram.sent)
    assert brain.messages == []


def test_a_command_for_another_bot_is_not_for_this_one(telegram, server, ann, brain, rows):
    telegram.taken(telegram.say(ann, "/help@another_bot"))
    assert rows("messages") == 0


def test_telegram_is_told_of_the_commands_in_both_languages(telegram, server):
    names = ["start", "help", "language", "human", "cancel"]
    assert {language: list(commands) for language, commands in telegram.world.commands.items()} == {"": names, "zh": names}
