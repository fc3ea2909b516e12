"""What the widget says: every text in every language, side by side in one file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[4] / "connectors" / "web" / "widget" / "src"
TEXTS = json.loads((SOURCES / "texts.json").read_text(encoding="utf-8"))
LANGUAGES = ["zh", "zh-Hant", "en"]
HAN = re.compile("[\u3400-\u9fff]")
IN_THE_OTHER_LANGUAGE = {"other", "switch"}
"""What leads to the other language is written in that one."""


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_is_there_in_every_language_with_the_same_places_to_fill(key):
    text = TEXTS[key]
    assert list(text) == LANGUAGES
    assert all(text.values())
    assert {tuple(re.findall(r"\{\w+\}", said)) for said in text.values()} == {tuple(re.findall(r"\{\w+\}", text["en"]))}


@pytest.mark.parametrize("key", sorted(set(TEXTS) - IN_THE_OTHER_LANGUAGE))
def test_a_text_is_in_its_language(key):
    assert [bool(HAN.search(TEXTS[key][language])) for language in LANGUAGES] == [True, True, False]


def test_traditional_texts_are_traditional():
    import opencc

    to_traditional = opencc.OpenCC("s2t")
    assert {key: text["zh-Hant"] for key, text in TEXTS.items() if to_traditional.convert(text["zh-Hant"]) != text["zh-Hant"]} == {}


def test_no_text_is_left_over():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.ts"))
    named = set(re.findall(r'"(\w+)"', code))
    assert set(TEXTS) - named == set()


def test_no_sentence_for_visitors_stands_in_the_code():
    found = {path.name: HAN.findall(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.ts")}
    assert {name: han for name, han in found.items() if han} == {}
