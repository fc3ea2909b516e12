"""What the gateway itself says exists in both languages, with the same values and buttons."""

from __future__ import annotations

import re

import pytest

from connectors.gateway.buttons import ALLOWED
from connectors.gateway.texts import said, text, texts
from knowledge.reply import Button, Kind, Metadata, Reply


def entries(value):
    """All texts below an entry, each as language → text."""
    if set(value) == {"zh", "en"}:
        return [value]
    parts = [part for inner in value.values() for part in (inner if isinstance(inner, list) else [inner]) if isinstance(part, dict)]
    return [entry for part in parts for entry in entries(part)]


@pytest.mark.parametrize("name", sorted(texts()))
def test_every_text_exists_in_both_languages_with_the_same_values(name):
    found = entries(texts()[name])
    assert found
    for entry in found:
        values = [set(re.findall(r"\{(\w+)\}", entry[language])) for language in ("zh", "en")]
        assert values[0] == values[1]


def test_no_text_is_left_with_a_language_missing():
    def leaves(value):
        if isinstance(value, str):
            return 1
        return sum(map(leaves, value.values() if isinstance(value, dict) else value))

    intents = sum("intent" in button for entry in texts().values() for button in entry.get("buttons", ()))
    assert leaves(texts()) == 2 * len(entries(texts())) + intents


def test_buttons_stand_for_allowed_intents_or_say_their_title():
    intents = {button["intent"] for entry in texts().values() for button in entry.get("buttons", ()) if "intent" in button}
    assert intents <= ALLOWED


def test_a_text_is_a_reply_with_its_buttons_in_each_script():
    assert said("erase", "zh-Hant", Kind.CONFIRM) == Reply(
        text("erase", "zh-Hant"), Metadata(Kind.CONFIRM, "zh"), (Button("是，刪除我的數據"), Button("不，保留"))
    )
    assert said("choose_language", "en").buttons == (Button("中文", "/speak_chinese"), Button("English", "/speak_english"))
