"""Values that a message brings: the answer to what is asked for, and what else it says."""

from __future__ import annotations

import pytest

from actions.forms.all import CASE_FORMS
from actions.forms.filing import Filing
from actions.forms.readers.reader import Trouble
from actions.forms.taking import answered, unasked
from records.cases import CaseKind
from tests.actions.forms.heard import heard

BOOTH, NEED, FORUM = (CASE_FORMS[kind] for kind in (CaseKind.BOOTH_REQUEST, CaseKind.EO_NEED, CaseKind.FORUM_PROPOSAL))


def under_way(form, **values):
    return Filing(form.name, "2023-03-01", values)


@pytest.mark.parametrize(
    ("form", "field", "said", "values"),
    [
        (BOOTH, "contact_name", "张伟，13800138000，zw@a.cn", {"contact_name": "张伟", "phone": "+8613800138000", "email": "zw@a.cn"}),
        (BOOTH, "contact_name", "Anna Berg, anna@b.se", {"contact_name": "Anna Berg", "email": "anna@b.se"}),
        (BOOTH, "booth_kind", "standard, 2 booths", {"booth_kind": "standard", "size": {"booths": 2}}),
        (BOOTH, "phone", "a@b.cn", {"email": "a@b.cn"}),
        (FORUM, "host", "about 100 people", {"people": 100}),
        (FORUM, "host", "my phone is +32 9 264 31 11", {"phone": "+3292643111"}),
        (BOOTH, "exhibits", "wines from Italy", {"exhibits": "wines from Italy"}),
        (BOOTH, "exhibits", "standard bearings", {"exhibits": "standard bearings"}),
        (NEED, "title", "Confidential computing experts from Germany", {"title": "Confidential computing experts from Germany"}),
        (NEED, "description", "电话13800138000，保密", {"description": "电话13800138000，保密"}),
    ],
)
def test_an_answer_is_taken_with_what_else_is_said(form, field, said, values, in_chinese):
    taken = answered(form, under_way(form), form.field(field), heard(said), in_chinese)
    assert (taken.values, taken.trouble) == (values, None)


def test_what_cannot_be_read_is_a_trouble_unless_something_else_was_said(in_chinese):
    phone = BOOTH.field("phone")
    assert answered(BOOTH, under_way(BOOTH), phone, heard("12"), in_chinese).trouble == Trouble("trouble_phone_short")
    assert answered(BOOTH, under_way(BOOTH), phone, heard("12, a@b.cn"), in_chinese).trouble is None


def test_what_is_answered_already_is_taken_only_where_it_is_corrected():
    known = under_way(BOOTH, size={"booths": 1})
    assert unasked(BOOTH, known, heard("36平")).values == {}
    assert unasked(BOOTH, known, heard("改成36平")).values == {"size": {"square_metres": 36}}


def test_the_first_message_gives_more_than_later_ones():
    said = heard("我们大学想发布一个人才需求")
    assert unasked(NEED, under_way(NEED), said, first=True).values == {"direction": "demand", "subject": "talent", "party": "organisation"}
    assert unasked(NEED, under_way(NEED), said).values == {}
