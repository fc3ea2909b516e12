"""Every command at every stage of a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.forms.filing import Stage
from actions.forms.step import Line, Step, Then
from tests.actions.forms.heard import heard
from tests.actions.forms.short import BACK, CHANGING, DROPPING, FIRST, LAST, LEAVING, SHARED, SUMMARY, noted

SKIPPED = Step(replace(LAST, skipped=("email",), stage=Stage.SUMMARY, field=None))
RESTARTED = Step(FIRST, (Line("restarted"),))
SAME = Step(replace(LAST.with_values({"email": "be@fore.cn"}), stage=Stage.SUMMARY, field=None), noted("email"))
SIZE_AGAIN = Step(replace(LAST.without("size"), field="size"))
AT_LAST = {
    "cancel": Step(replace(LAST, stage=Stage.DROPPING)),
    "change": Step(replace(LAST, stage=Stage.CHANGING)),
    "back": SIZE_AGAIN,
    "skip": SKIPPED,
    "why": Step(LAST, (Line("why_email"),)),
    "show": Step(LAST, (Line("so_far"),)),
    "restart": RESTARTED,
    "same": SAME,
    "yes": Step(replace(LAST, failures=1), (Line("trouble_email"),)),
    "no": SKIPPED,
    "go_on": Step(LAST),
}
TROUBLE = Step(replace(FIRST, failures=1), (Line("trouble_text", {"field": "organisation"}),))
EXPECTED = {
    "first": (
        FIRST,
        {
            "cancel": Step(replace(FIRST, stage=Stage.DROPPING)),
            "change": Step(FIRST),
            "back": Step(FIRST, (Line("first_question"),)),
            "skip": Step(FIRST, (Line("must_have", {"field": "organisation"}), Line("why_organisation"))),
            "why": Step(FIRST, (Line("why_organisation"),)),
            "show": Step(FIRST, (Line("so_far"),)),
            "restart": RESTARTED,
            "same": Step(
                replace(FIRST.with_values(SHARED), field="booth_kind"),
                noted("organisation", "email"),
            ),
            "yes": TROUBLE,
            "no": TROUBLE,
            "go_on": Step(FIRST),
        },
    ),
    "last": (LAST, AT_LAST),
    "summary": (
        SUMMARY,
        {
            "cancel": Step(replace(SUMMARY, stage=Stage.DROPPING)),
            "change": Step(CHANGING),
            "back": Step(replace(SUMMARY.without("email"), stage=Stage.ASKING, field="email")),
            "skip": Step(SUMMARY, (Line("nothing_to_skip"),)),
            "why": Step(SUMMARY, (Line("why_summary"),)),
            "show": Step(SUMMARY),
            "restart": RESTARTED,
            "same": Step(SUMMARY, (Line("nothing_before"),)),
            "yes": Step(SUMMARY, then=Then.FILE),
            "no": Step(CHANGING),
            "go_on": Step(SUMMARY, (Line("yes_or_change"),)),
        },
    ),
    "changing": (
        CHANGING,
        {
            "cancel": Step(replace(SUMMARY, stage=Stage.DROPPING)),
            "change": Step(CHANGING),
            "back": Step(replace(SUMMARY.without("email"), stage=Stage.ASKING, field="email")),
            "skip": Step(SUMMARY),
            "why": Step(SUMMARY, (Line("why_summary"),)),
            "show": Step(SUMMARY),
            "restart": RESTARTED,
            "same": Step(SUMMARY, (Line("nothing_before"),)),
            "yes": Step(SUMMARY),
            "no": Step(SUMMARY),
            "go_on": Step(SUMMARY),
        },
    ),
    "dropping": (
        DROPPING,
        {
            **AT_LAST,
            "cancel": Step(DROPPING, then=Then.DROP),
            "yes": Step(DROPPING, then=Then.DROP),
            "no": Step(LAST),
        },
    ),
    "leaving": (
        LEAVING,
        {
            **AT_LAST,
            "yes": Step(LEAVING, then=Then.SET_ASIDE),
            "no": Step(LAST),
        },
    ),
    "back": (
        BACK,
        {
            **AT_LAST,
            "cancel": Step(BACK, then=Then.DROP),
            "yes": Step(LAST),
            "no": Step(BACK, then=Then.DROP),
        },
    ),
}
SAID = {
    "cancel": ("取消", "cancel"),
    "change": ("修改", "change something"),
    "back": ("上一步", "back"),
    "skip": ("跳过", "skip"),
    "why": ("为什么？", "why do you need that?"),
    "show": ("看看我填了什么", "what have you got so far?"),
    "restart": ("重新开始", "start over"),
    "same": ("同上", "same as before"),
    "yes": ("是", "yes"),
    "no": ("不", "no"),
    "go_on": ("继续", "go on"),
}
CASES = [(stage, command, said) for stage, (_, steps) in EXPECTED.items() for command in steps for said in SAID[command]]


@pytest.mark.parametrize(("stage", "command", "said"), CASES, ids=lambda value: value)
def test_each_command_at_each_stage(stage, command, said, dialogue):
    filing, steps = EXPECTED[stage]
    assert dialogue.after(filing, heard(said)) == steps[command]


def test_the_table_has_every_stage_and_every_command():
    from actions.forms.commands import Command

    assert {filing.stage for filing, _ in EXPECTED.values()} == set(Stage)
    assert [stage for stage, (_, steps) in EXPECTED.items() if set(steps) != {command.value for command in Command}] == []


@pytest.mark.parametrize(
    ("said", "step"), [("1", Step(SUMMARY, then=Then.FILE)), ("2", Step(CHANGING)), ("修改", Step(CHANGING)), ("取消", None), ("3", None)]
)
def test_the_buttons_of_the_summary_are_taken_by_number_and_by_title(said, step, dialogue):
    assert dialogue.after(SUMMARY, heard(said)) == (step or Step(replace(SUMMARY, stage=Stage.DROPPING)))


@pytest.mark.parametrize("said", ["1", "跳过", "第一个"])
def test_the_button_that_skips_is_taken_by_its_number_too(said, dialogue):
    assert dialogue.after(LAST, heard(said)) == SKIPPED


@pytest.mark.parametrize(
    ("filing", "said", "step"),
    [
        (DROPPING, "1", Step(DROPPING, then=Then.DROP)),
        (DROPPING, "是，取消", Step(DROPPING, then=Then.DROP)),
        (DROPPING, "不，继续填", Step(LAST)),
        (LEAVING, "1", Step(LEAVING, then=Then.SET_ASIDE)),
        (LEAVING, "先留着吧", Step(LEAVING, then=Then.SET_ASIDE)),
        (LEAVING, "不要了", Step(LEAVING, then=Then.REPLACE)),
        (LEAVING, "2", Step(LEAVING, then=Then.REPLACE)),
        (LEAVING, "先填完这个", Step(LAST)),
        (LEAVING, "3", Step(LAST)),
        (BACK, "接着填", Step(LAST)),
        (BACK, "不要了", Step(BACK, then=Then.DROP)),
        (CHANGING, "3", Step(replace(SUMMARY, stage=Stage.ASKING, field="size", changing=True))),
        (CHANGING, "大小", Step(replace(SUMMARY, stage=Stage.ASKING, field="size", changing=True))),
        (CHANGING, "9", Step(replace(SUMMARY, failures=1), (Line("yes_or_change"),))),
        (CHANGING, "36平", Step(SUMMARY.with_values({"size": {"square_metres": 36}}), noted("size"))),
    ],
)
def test_what_a_form_asks_about_itself_is_answered(filing, said, step, dialogue):
    assert dialogue.after(filing, heard(said)) == step


@pytest.mark.parametrize("filing", [DROPPING, LEAVING, BACK], ids=lambda filing: filing.stage.value)
def test_a_value_says_to_go_on(filing, dialogue):
    after = dialogue.after(filing, heard("a@b.cn"))
    assert after == Step(SUMMARY)
