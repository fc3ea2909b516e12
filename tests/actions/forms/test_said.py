"""A message as a form hears it: whether it is a question, talk, a wish for a person, or may be a value."""

from __future__ import annotations

import pytest

from tests.actions.forms.heard import heard


def test_a_text_is_heard_in_one_width_and_one_script_and_kept_as_it_was_written():
    said = heard("  ＡＩ晶片與軟體，謝謝！ ")
    assert (said.written, said.plain, said.folded) == ("AI晶片與軟體,謝謝!", "AI晶片与软体,谢谢!", "ai晶片与软体,谢谢")
    assert (said.own("晶片与软体"), said.own("not there")) == ("晶片與軟體", "not there")


@pytest.mark.parametrize(
    ("text", "intent", "certainty", "so"),
    [
        ("大会在哪里举办？", "ask_venue", 0.9, True),
        ("write me a poem?", "out_of_scope", 0.9, True),
        ("大会在哪里举办？", "ask_venue", 0.4, False),
        ("36平可以吗？", "file_booth", 0.9, False),
        ("venue", "ask_venue", 0.9, False),
    ],
)
def test_a_question_has_the_form_of_one_and_is_understood_as_one(text, intent, certainty, so):
    assert heard(text, intent, certainty).is_question is so


def test_what_is_surely_meant_as_a_question_looks_like_one_without_its_form():
    assert [heard("venue", "ask_venue", certainty).looks_like_question for certainty in (0.9, 0.6)] == [True, False]


@pytest.mark.parametrize(
    ("text", "intent", "strict", "so"),
    [
        ("转人工", "want_person", False, True),
        ("退钱！", "complaint", True, True),
        ("退钱！", "complaint", False, False),
        ("人工智能", "want_person", False, False),
        ("人工智能", "want_person", True, True),
        ("你好", "want_person", True, True),
        ("要求退款。" * 20, "complaint", True, False),
    ],
)
def test_a_wish_for_a_person_is_short_and_beside_free_words_said_outright(text, intent, strict, so):
    assert heard(text, intent).wants_person(strict) is so


@pytest.mark.parametrize(
    ("text", "intent", "strict", "so"),
    [
        ("你好", "greet", False, True),
        ("你好科技有限公司", "greet", False, False),
        ("Hello Robotics GmbH", "greet", False, False),
        ("hejing@yc", "greet", True, False),
        ("12345", "greet", True, False),
        ("Berg", "greet", False, False),
        ("Berg", "greet", True, True),
        ("hello", "ask_venue", True, False),
    ],
)
def test_small_talk_is_short_and_no_name_or_figure(text, intent, strict, so):
    assert heard(text, intent).is_talk(strict) is so


@pytest.mark.parametrize(
    ("text", "intent", "so"),
    [
        ("查询BR-21-0042", "case_status", True),
        ("我的登记呢", "case_status", True),
        ("BR-21-0042", "ask_time", False),
        ("状态监测", "case_status", False),
    ],
)
def test_talk_about_cases_names_one_or_ones_own(text, intent, so):
    assert heard(text, intent).is_about_case is so


def test_a_wish_is_one_of_those_asked_for_and_sure():
    intents = frozenset({"file_booth"})
    assert [heard("x", intent, sure).wishes(intents) for intent, sure in (("file_booth", 0.8), ("file_booth", 0.5), ("greet", 0.9))] == [
        "file_booth",
        None,
        None,
    ]


def test_parts_are_taken_out_with_what_joined_them():
    said = heard("张伟，13800138000，zw@a.cn")
    assert said.without([(3, 14), (15, 22)]).written == "张伟"
    assert heard("a@b.cn 李").without([(0, 6)]).written == "李"
