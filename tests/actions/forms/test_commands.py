"""Commands of whole messages, fields that are named, words that tell no language."""

from __future__ import annotations

import pytest

from actions.forms.all import CASE_FORMS
from actions.forms.commands import Command, command_in, field_to_change, named_field, tells_no_language
from records.cases import CaseKind
from tests.actions.forms.heard import heard

BOOTH, FORUM = CASE_FORMS[CaseKind.BOOTH_REQUEST], CASE_FORMS[CaseKind.FORUM_PROPOSAL]


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("取消", Command.CANCEL),
        ("drop it", Command.CANCEL),
        ("没有", Command.SKIP),
        ("好", Command.YES),
        ("继续", Command.GO_ON),
        ("深圳", None),
    ],
)
def test_a_command_is_all_of_a_message(said, command):
    assert command_in(heard(said)) is command


@pytest.mark.parametrize(
    ("form", "said", "field"),
    [
        (BOOTH, "改一下公司名", "organisation"),
        (BOOTH, "change the phone number", "phone"),
        (BOOTH, "the e-mail of the contact is wrong", "email"),
        (BOOTH, "change the company to Phone Ltd", "organisation"),
        (FORUM, "change the title to The phone of tomorrow", "title"),
        (FORUM, "主办单位改成深圳大学", "host"),
        (BOOTH, "my phone number", None),
        (BOOTH, "改一下", None),
    ],
)
def test_a_field_to_change_is_named_beside_a_word_of_changing(form, said, field):
    assert field_to_change(form, heard(said)) == field


def test_of_several_fields_that_are_named_the_special_one_is_meant():
    assert (named_field(BOOTH, heard("公司的邮箱")), named_field(BOOTH, heard("the contact")), named_field(BOOTH, heard("x"))) == (
        "email",
        "contact_name",
        None,
    )


@pytest.mark.parametrize(
    ("said", "so"), [("yes", True), ("OK", True), ("skip", True), ("why?", True), ("是", False), ("go back", False), ("Sweden", False)]
)
def test_a_single_word_of_command_tells_nothing_of_the_language(said, so):
    assert tells_no_language(heard(said)) is so
