"""What a button stands for."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT
from connectors.gateway.buttons import ALLOWED, about, intent, meaning, words
from knowledge.reply import Button


@pytest.mark.parametrize(
    ("payload", "stands_for"),
    [
        ("", {"text": "The title"}),
        ("where is it", {"text": "where is it"}),
        ("/want_person", {"intent": "want_person", "slots": {}}),
        ('/file_booth{"topic": "booth"}', {"intent": "file_booth", "slots": {"topic": "booth"}}),
        ("/restart", {"text": "The title"}),
        ("/session_start", {"text": "The title"}),
        ("/want_person{}}", {"text": "The title"}),
        ("/want_person[1]", {"text": "want_person[1]"}),
        ("/want_person{1}", {"text": "The title"}),
        ("//restart", {"text": "restart"}),
    ],
)
def test_a_button_stands_for_a_text_or_for_an_allowed_intent(payload, stands_for, caplog):
    caplog.set_level(logging.CRITICAL)
    assert meaning(Button("The title", payload)) == stands_for


@given(st.text(), st.text(alphabet='/{}" aetw_:nprs0'))
def test_whatever_an_action_gives_it_is_no_order(title, payload):
    found = meaning(Button(title, payload))
    assert found.get("intent") in {None, *ALLOWED}


def test_a_button_that_may_not_be_is_told_to_the_operator(caplog):
    meaning(Button("x", "/restart"))
    assert "'restart'" in caplog.text


def test_an_intent_is_heard_in_words_that_no_form_takes_for_an_answer():
    assert [words("speak_english", tag) for tag in ("zh", "zh-Hant", "en")] == ["说英文", "説英文", "speak English"]
    assert [name for name in sorted(ALLOWED) if words(name, "en") is None] == ["affirm", "ask_content", "deny"]
    assert about("Forums", "en") == {"intent": "ask_content", "slots": {}, "text": "Forums?"}


def test_what_is_allowed_is_known_to_the_assistant():
    domain = yaml.safe_load((Path(ROOT) / "bot" / "domain" / "domain.yml").read_text(encoding="utf-8"))
    assert {name for entry in domain["intents"] for name in entry} >= ALLOWED
    assert intent("want_person") == {"intent": "want_person", "slots": {}}
