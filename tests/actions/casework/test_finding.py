"""Which case a message means, what contact it names, and what it wishes."""

from __future__ import annotations

import pytest

from actions.casework.finding import case_wish, chosen, contact_in, number_in, open_cases, without_number
from records import cases
from records.cases import CaseState
from tests.actions.forms.heard import heard


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("status of BR-21-0042", "BR-21-0042"),
        ("查询br21-42", "br21-42"),
        ("查询eo 21 7怎么样了", "eo 21 7"),
        ("FP—21—0001", "FP—21—0001"),
        ("HO_21_3", "HO_21_3"),
        ("ABR-21-0042", None),
        ("BR-21", None),
        ("0755-81773205", None),
    ],
)
def test_a_number_is_found_as_it_is_written(said, number):
    assert number_in(heard(said)) == number


def test_what_is_said_beside_the_number_is_kept():
    assert without_number(heard("给BR-21-0001补充：我们需要三相电")) == "给 补充：我们需要三相电".replace("：", ":")


@pytest.mark.parametrize(
    ("said", "contact"),
    [("my e-mail is A@B.cn", "A@b.cn"), ("电话13800138000", "+8613800138000"), ("a@b.cn 13800138000", "a@b.cn"), ("BR-21-0042", None)],
)
def test_a_contact_is_an_address_or_a_number(said, contact):
    assert contact_in(heard(said)) == contact


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("BR-21-0042", "case_status"),
        ("BR-21-0042办到哪一步了？", "case_status"),
        ("撤回BR-21-0042", "case_withdraw"),
        ("cancel BR-21-0042", "case_withdraw"),
        ("BR-21-0042补充：三相电", "case_add"),
        ("change the phone of BR-21-0042", "case_add"),
        ("撤回", "case_withdraw"),
        ("withdraw it", "case_withdraw"),
        ("补充", "case_add"),
        ("查询", "case_status"),
        ("where is the venue?", None),
        ("I want to withdraw from the fair", None),
    ],
)
def test_a_number_or_a_command_tells_the_wish(said, wish):
    assert case_wish(heard(said)) == wish


def test_one_of_several_is_chosen_by_its_place_or_its_number(desk):
    place = desk.visit()
    first, second = desk.file(place, message_id="1"), desk.file(place, message_id="2")
    offered = [second, first]
    assert [chosen(heard(said), offered) for said in ("1", "第二个", f"the one called {first.number}", "BR-21-9999", "neither")] == [
        second,
        first,
        first,
        None,
        None,
    ]


def test_what_is_settled_is_not_open(desk):
    place = desk.visit()
    case = desk.file(place)
    assert [each.number for each in open_cases(desk.mine(place))] == [case.number]
    desk.do(cases.withdraw, case.id, "visitor", case.filed_at)
    (withdrawn,) = desk.mine(place)
    assert (withdrawn.state, open_cases([withdrawn])) == (CaseState.WITHDRAWN, [])
