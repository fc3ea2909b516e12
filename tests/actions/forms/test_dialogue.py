"""From a form under way and a message to the next step: values, what is not for the form, other forms, coming back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from actions.forms.dialogue import KEPT_DAYS, lapsed
from actions.forms.filing import Stage
from actions.forms.step import Line, Step, Then
from tests.actions.forms.heard import TODAY, heard
from tests.actions.forms.short import CHANGING, DROPPING, FIRST, LAST, LEAVING, SUMMARY, noted

# Values


def test_a_form_begins_with_what_the_first_message_says(dialogue):
    step = dialogue.begin(heard("我要订展位，单位：芯海公司，标准展位2个", "file_booth"))
    values = {"organisation": "芯海公司", "booth_kind": "standard", "size": {"booths": 2}}
    assert step == Step(replace(LAST, values=values), noted(*values))
    assert dialogue.begin(heard("我要订展位", "file_booth")) == Step(FIRST)


def test_a_form_is_resumed_with_what_the_message_says(dialogue):
    left = replace(LAST, day="2023-02-25")
    assert dialogue.resume(left, heard("继续")) == Step(LAST, (Line("resumed"),))
    assert dialogue.resume(left, heard("继续，邮箱a@b.cn")) == Step(SUMMARY, (Line("resumed"), *noted("email")))


def test_several_values_in_one_message_are_all_taken(dialogue):
    step = dialogue.after(FIRST, heard("芯海公司，光地，36平，a@b.cn"))
    values = {"booth_kind": "raw_space", "size": {"square_metres": 36}, "email": "a@b.cn", "organisation": "芯海公司，光地"}
    assert step is not None
    assert {**step.filing.values, "organisation": ""} == {**values, "organisation": ""}
    assert step.lines == noted("booth_kind", "size", "email")


def test_a_value_for_another_question_is_noted_and_the_question_asked_again(dialogue):
    step = dialogue.after(FIRST, heard("我的邮箱是a@b.cn"))
    assert step == Step(FIRST.with_values({"email": "a@b.cn"}), noted("email"), quoted=True)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("大小改成三十平", {"size": {"square_metres": 30}}),
        ("改成光地吧", {"booth_kind": "raw_space"}),
        ("写错了，公司名称是Acme AG", {"organisation": "Acme AG"}),
        ("公司名改成Acme AG", {"organisation": "Acme AG"}),
        ("change the size to 3x3", {"size": {"square_metres": 9}}),
        ("sorry, make it 4 booths", {"size": {"booths": 4}}),
        ("actually it is raw space", {"booth_kind": "raw_space"}),
    ],
)
@pytest.mark.parametrize("filing", [LAST, SUMMARY], ids=["asking", "summary"])
def test_a_value_is_changed_with_its_new_one_at_any_point(filing, said, values, dialogue):
    step = dialogue.after(filing, heard(said))
    assert step == Step(filing.with_values(values), noted(*values))


@pytest.mark.parametrize("said", ["改一下公司名", "change the company name", "公司名称是错的", "the company is wrong"])
@pytest.mark.parametrize("filing", [LAST, SUMMARY], ids=["asking", "summary"])
def test_a_value_is_changed_without_its_new_one_at_any_point(filing, said, dialogue):
    expected = replace(filing, stage=Stage.ASKING, field="organisation", changing=True)
    assert dialogue.after(filing, heard(said)) == Step(expected)


def test_a_change_to_what_cannot_be_says_so_and_asks(dialogue):
    step = dialogue.after(SUMMARY, heard("大小改成1平"))
    asked = replace(SUMMARY, stage=Stage.ASKING, field="size", changing=True, failures=1)
    assert step == Step(asked, (Line("trouble_size_range"),))


def test_after_a_change_the_form_is_where_it_was(dialogue):
    asked = replace(SUMMARY, stage=Stage.ASKING, field="size", changing=True)
    assert dialogue.after(asked, heard("36平")) == Step(SUMMARY.with_values({"size": {"square_metres": 36}}))


def test_after_two_failures_a_way_out_is_offered(dialogue):
    once = dialogue.after(LAST, heard("a@b"))
    assert once == Step(replace(LAST, failures=1), (Line("trouble_email"),))
    assert dialogue.after(once.filing, heard("a@b")) == Step(replace(LAST, failures=2), (Line("trouble_email"), Line("or_skip")))
    size = replace(LAST.without("size"), field="size", failures=1)
    assert dialogue.after(size, heard("很大")) == Step(replace(size, failures=2), (Line("trouble_size"), Line("or_person")))


# What is not for the form


@pytest.mark.parametrize(
    "filing", [FIRST, LAST, SUMMARY, DROPPING, LEAVING, CHANGING], ids=lambda filing: f"{filing.stage.value} {filing.field}"
)
@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("大会在哪里举办？", "ask_venue"),
        ("what is the fee?", "ask_fee"),
        ("转人工", "want_person"),
        ("I want a refund", "complaint"),
        ("你好", "greet"),
        ("谢谢", "thank"),
        ("in English please", "speak_english"),
        ("查询BR-21-0042", "case_status"),
        ("my cases", "case_status"),
        ("删除我的数据", "nonsense"),
    ],
)
def test_questions_talk_and_cases_are_not_for_the_form(filing, said, intent, dialogue):
    assert dialogue.after(filing, heard(said, intent)) is None


@pytest.mark.parametrize(
    ("filing", "said", "intent", "values"),
    [
        (FIRST, "你好科技有限公司", "greet", {"organisation": "你好科技有限公司"}),
        (FIRST, "深圳会展中心在哪儿有限公司", "ask_venue", None),
        (LAST, "hi@b.cn", "greet", {"email": "hi@b.cn"}),
        (replace(LAST.without("size"), field="size"), "可以36平吗？", "ask_number", {"size": {"square_metres": 36}}),
        (replace(LAST.without("booth_kind"), field="booth_kind"), "标准展位和光地有什么区别？", "ask_content", None),
    ],
)
def test_an_answer_is_one_whatever_it_looks_like(filing, said, intent, values, dialogue):
    step = dialogue.after(filing, heard(said, intent))
    assert (step and {name: step.filing.values.get(name) for name in values or {}}) == values


# Other forms


@pytest.mark.parametrize("filing", [FIRST, LAST, SUMMARY, DROPPING, CHANGING], ids=lambda filing: f"{filing.stage.value} {filing.field}")
def test_a_wish_for_another_form_asks_what_becomes_of_this_one(filing, dialogue):
    step = dialogue.after(filing, heard("我还想办一个论坛", "file_forum"))
    assert step is not None
    assert (step.filing.stage, step.filing.wished, step.filing.wish, step.then) == (
        Stage.LEAVING,
        "file_forum",
        "我还想办一个论坛",
        Then.ASK,
    )


def test_no_message_lets_another_form_begin_over_this_one(dialogue):
    step = dialogue.after(SUMMARY, heard("还能办论坛吗？", "file_forum", 0.4))
    assert step == Step(replace(SUMMARY, stage=Stage.LEAVING, wished="file_forum", wish="还能办论坛吗？"))


def test_a_wish_for_the_same_form_goes_on_with_it(dialogue):
    assert dialogue.after(LAST, heard("我要订展位", "file_booth")) == Step(LAST, (Line("under_way"),))


# Coming back


def test_after_something_else_the_question_is_asked_again(dialogue):
    for filing, stage in (
        (replace(LAST, failures=1), Stage.ASKING),
        (SUMMARY, Stage.SUMMARY),
        (DROPPING, Stage.ASKING),
        (CHANGING, Stage.SUMMARY),
    ):
        assert dialogue.again(filing, heard("x")) == Step(replace(filing, stage=stage, failures=0))


def test_who_comes_back_another_day_is_asked_whether_to_go_on(dialogue):
    later = heard("x", today=TODAY + dt.timedelta(days=3))
    assert dialogue.again(LAST, later) == Step(replace(LAST, stage=Stage.BACK, day="2023-03-04"))


@pytest.mark.parametrize(("days", "gone"), [(0, False), (KEPT_DAYS, False), (KEPT_DAYS + 1, True), (400, True)])
def test_a_form_is_kept_for_seven_days(days, gone):
    assert lapsed(LAST, TODAY + dt.timedelta(days=days)) is gone
