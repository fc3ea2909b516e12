"""The sentences of the forms: each in both languages, none missing, none left over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from actions.forms.all import CASE_FORMS
from actions.forms.readers.choice import Choice
from actions.forms.texts import day_said, days_said, text
from actions.forms.words import choices
from tests.actions import sentences

FOLDER = Path(text.path).parent
FORMS = {form.name: form for form in CASE_FORMS.values()}
FIELDS = {field.name: field for form in FORMS.values() for field in form.fields}
OPTIONS = {f"{name}_{option}" for name, field in FIELDS.items() if isinstance(field.reader, Choice) for option in choices(name)}


def test_every_sentence_is_there_in_every_language_and_in_its_script():
    assert (sentences.lacking(text), sentences.foreign(text), sentences.uneven(text)) == ([], [], [])


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_its_sentences(form):
    keys = {f"{key}_{form}" for key in ("start", "formal", "summary", "steps", "form")}
    assert keys - set(text.all) == set()


@pytest.mark.parametrize(("form", "field"), [(form.name, field.name) for form in FORMS.values() for field in form.fields])
def test_a_field_has_its_question_its_reason_and_its_name(form, field):
    assert {f"why_{field}", f"name_{field}"} - set(text.all) == set()
    assert {f"ask_{field}", f"ask_{form}_{field}"} & set(text.all)


def test_every_sentence_that_is_asked_for_exists():
    assert (sentences.said(FOLDER) | OPTIONS) - set(text.all) == set()


def test_no_sentence_is_left_over():
    asked = {f"ask_{name}" for name in FIELDS} | {f"ask_{form}_{name}" for form in FORMS for name in FIELDS}
    assert [key for key in text.all if key.startswith("ask_") and key not in asked | _elsewhere()] == []
    assert [key for key in text.all if key.startswith(("why_", "name_")) and key.partition("_")[2] not in {*FIELDS, "summary"}] == []
    assert sentences.left_over(text, FOLDER, {*OPTIONS, "size_area_one", "size_booths_one"}) == []


def _elsewhere():
    """Questions of a form about itself."""
    return {"ask_dropping", "ask_leaving", "ask_back", "ask_what_to_change"}


def test_a_day_is_said_in_words():
    day = dt.date(2023, 4, 5)
    assert [day_said(day, language) for language in ("zh", "en")] == ["2023年4月5日", "5 April 2023"]


@pytest.mark.parametrize(
    ("last", "in_zh", "in_en"),
    [
        (dt.date(2023, 4, 16), "2023年4月15—16日", "15–16 April 2023"),
        (dt.date(2023, 5, 2), "2023年4月15日–2023年5月2日", "15 April 2023–2 May 2023"),
    ],
)
def test_days_are_said_from_the_first_to_the_last(last, in_zh, in_en):
    first = dt.date(2023, 4, 15)
    assert [days_said(first, last, language) for language in ("zh", "en")] == [in_zh, in_en]
