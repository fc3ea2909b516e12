"""The life of a case: its steps, who may be too late, and the trail of it all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from decimal import Decimal

import pytest

from records import cases
from records.cases import BoothKind, BoothRequest, CaseState, Change
from records.errors import Incomplete, NoSuchCase, NoSuchMove, Stale, Unstorable
from tests.records.cases.conftest import BOOTH, FORUM, NOW

LATER = NOW + dt.timedelta(hours=1)
WAYS = {
    CaseState.SUBMITTED: (),
    CaseState.IN_REVIEW: (CaseState.IN_REVIEW,),
    CaseState.NEEDS_INFORMATION: (CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION),
    CaseState.ACCEPTED: (CaseState.IN_REVIEW, CaseState.ACCEPTED),
    CaseState.DECLINED: (CaseState.IN_REVIEW, CaseState.DECLINED),
    CaseState.WITHDRAWN: (CaseState.WITHDRAWN,),
}


def in_state(desk, talk, state):
    return desk.move(desk.file(talk), *WAYS[state])


@pytest.mark.parametrize(("before", "to"), itertools.product(WAYS, CaseState), ids=lambda state: state.value)
def test_a_case_goes_where_the_table_says_and_nowhere_else(desk, talk, world, before, to):
    case = in_state(desk, talk, before)
    if to in cases.MOVES[before]:
        moved = world.do(cases.set_state, case.id, to, "wang", LATER, version=case.version, reason="why")
        assert moved == dataclasses.replace(case, state=to, version=case.version + 1, changed_at=LATER, secret=moved.secret)
        assert world.do(cases.history, case.id)[-1] == Change(LATER, "wang", before, to, {}, "why")
    else:
        with pytest.raises(NoSuchMove):
            world.do(cases.set_state, case.id, to, "wang", LATER, version=case.version)
        assert world.do(cases.get, case.id) == dataclasses.replace(case, secret=None)


def test_a_draft_is_filed_by_submit_alone_and_can_be_withdrawn(talk, world):
    draft = world.do(cases.keep_draft, talk.id, BOOTH, "en", NOW)
    with pytest.raises(NoSuchMove):
        world.do(cases.set_state, draft.id, CaseState.SUBMITTED, "wang", NOW, version=draft.version)
    assert world.do(cases.withdraw, draft.id, "visitor", NOW).state is CaseState.WITHDRAWN
    assert world.do(cases.draft_of, talk.id, NOW) is None
    assert world.do(cases.mine, talk.id) == []


def test_who_saw_an_earlier_version_is_told(desk, talk, world):
    case = desk.file(talk)
    desk.move(case, CaseState.IN_REVIEW)
    for function, what in ((cases.set_state, CaseState.WITHDRAWN), (cases.amend, BOOTH)):
        with pytest.raises(Stale):
            world.do(function, case.id, what, "li", NOW, version=case.version)
    with pytest.raises(Stale):
        world.do(cases.withdraw, case.id, "li", NOW, case.version)


def test_of_eight_who_act_at_once_on_what_they_saw_one_does(desk, talk, world, at_once):
    case = desk.move(desk.file(talk), CaseState.IN_REVIEW)
    states = [CaseState.ACCEPTED, CaseState.DECLINED, CaseState.NEEDS_INFORMATION, CaseState.WITHDRAWN]

    def act(n):
        try:
            return world.do(cases.set_state, case.id, states[n % 4], f"staff {n}", NOW, version=case.version)
        except Stale:
            return None

    (moved,) = filter(None, at_once(act))
    assert world.do(cases.get, case.id) == moved
    assert len(world.do(cases.history, case.id)) == 3


def test_a_visitor_withdraws_whatever_the_version(desk, talk, world):
    case = desk.file(talk)
    desk.move(case, CaseState.IN_REVIEW)
    assert world.do(cases.withdraw, case.id, "visitor", LATER).state is CaseState.WITHDRAWN
    with pytest.raises(NoSuchMove):
        world.do(cases.withdraw, case.id, "visitor", LATER)


# Values


def test_an_amendment_says_which_values_were_changed(desk, talk, world):
    case = desk.file(talk)
    changed = dataclasses.replace(BOOTH, phone="+441632960000", square_metres=Decimal(40), booth_kind=BoothKind.RAW_SPACE, booths=None)
    amended = world.do(cases.amend, case.id, changed, "visitor", LATER, version=case.version)
    assert amended == dataclasses.replace(case, details=changed, version=2, changed_at=LATER, secret=None)
    assert world.do(cases.get, case.id) == amended
    fields = {
        "booth_kind": ["standard", "raw_space"],
        "square_metres": ["36.5", "40"],
        "booths": [2, None],
        "phone": ["+8613800138000", "+441632960000"],
    }
    assert world.do(cases.history, case.id)[-1] == Change(LATER, "visitor", CaseState.SUBMITTED, CaseState.SUBMITTED, fields, "")


def test_an_amendment_that_changes_nothing_leaves_no_trace(desk, talk, world):
    case = desk.file(talk)
    assert world.do(cases.amend, case.id, BOOTH, "visitor", LATER, version=1) == dataclasses.replace(case, secret=None)
    assert len(world.do(cases.history, case.id)) == 1


def test_likely_duplicates_are_looked_for_under_the_amended_name(desk, talk, world):
    case = desk.file(talk)
    world.do(cases.amend, case.id, dataclasses.replace(BOOTH, organisation="Radar Ltd."), "visitor", NOW, version=1)
    assert desk.file(talk, BOOTH, "m-2").duplicate_of is None
    assert desk.file(talk, dataclasses.replace(BOOTH, organisation="radar ltd"), "m-3").duplicate_of == case.id


def test_an_amendment_must_leave_the_case_complete_and_of_its_kind(desk, talk, world):
    case = desk.file(talk)
    with pytest.raises(Incomplete, match="organisation"):
        world.do(cases.amend, case.id, dataclasses.replace(BOOTH, organisation=""), "visitor", NOW, version=1)
    with pytest.raises(ValueError, match="ForumProposal"):
        world.do(cases.amend, case.id, FORUM, "visitor", NOW, version=1)
    with pytest.raises(Unstorable):
        world.do(cases.amend, case.id, dataclasses.replace(BOOTH, exhibits="\0"), "visitor", NOW, version=1)


def test_a_case_is_given_to_a_member_of_staff_until_a_day_and_back(desk, talk, world):
    case, day = desk.file(talk), dt.date(2023, 3, 10)
    given = world.do(cases.assign, case.id, "li", day, "wang", LATER, version=1)
    assert given == dataclasses.replace(case, assigned="li", due=day, version=2, changed_at=LATER, secret=None)
    assert world.do(cases.get, case.id) == given
    fields = {"assigned": [None, "li"], "due": [None, "2023-03-10"]}
    assert world.do(cases.history, case.id)[-1] == Change(LATER, "wang", CaseState.SUBMITTED, CaseState.SUBMITTED, fields, "")
    assert world.do(cases.assign, case.id, "li", day, "wang", LATER, version=2) == given
    assert world.do(cases.assign, case.id, None, None, "wang", LATER, version=2).assigned is None
    with pytest.raises(Stale):
        world.do(cases.assign, case.id, "li", None, "wang", LATER, version=2)


# Information


def test_what_is_added_puts_a_case_that_waits_for_it_in_review(desk, talk, world):
    case = in_state(desk, talk, CaseState.NEEDS_INFORMATION)
    told = world.do(cases.add_information, case.id, "our phone is new", "visitor", LATER)
    assert (told.state, told.version) == (CaseState.IN_REVIEW, case.version + 1)
    line = Change(LATER, "visitor", CaseState.NEEDS_INFORMATION, CaseState.IN_REVIEW, {}, "our phone is new")
    assert world.do(cases.history, case.id)[-1] == line
    with pytest.raises(Stale):  # who decides has to see it first
        world.do(cases.set_state, case.id, CaseState.IN_REVIEW, "wang", LATER, version=case.version)


@pytest.mark.parametrize("state", [CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.ACCEPTED], ids=lambda state: state.value)
def test_what_is_added_otherwise_leaves_the_state(desk, talk, world, state):
    case = in_state(desk, talk, state)
    assert world.do(cases.add_information, case.id, "more", "visitor", LATER).state is state


@pytest.mark.parametrize("state", [CaseState.DECLINED, CaseState.WITHDRAWN], ids=lambda state: state.value)
def test_to_what_is_over_nothing_is_added_and_nothing_changed(desk, talk, world, state):
    case = in_state(desk, talk, state)
    with pytest.raises(NoSuchMove):
        world.do(cases.add_information, case.id, "more", "visitor", LATER)
    with pytest.raises(NoSuchMove):
        world.do(cases.amend, case.id, dataclasses.replace(BOOTH, phone=""), "visitor", LATER, version=case.version)


def test_a_draft_is_not_amended_and_nothing_is_added_to_it(talk, world):
    draft = world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    with pytest.raises(NoSuchMove):
        world.do(cases.amend, draft.id, BOOTH, "visitor", NOW, version=draft.version)
    with pytest.raises(NoSuchMove):
        world.do(cases.add_information, draft.id, "more", "visitor", NOW)
    with pytest.raises(NoSuchMove):
        world.do(cases.assign, draft.id, "li", None, "wang", NOW, version=draft.version)


def test_a_case_that_is_not_there_cannot_be_changed(world):
    for act in (
        lambda: world.do(cases.set_state, 4711, CaseState.IN_REVIEW, "wang", NOW, version=1),
        lambda: world.do(cases.withdraw, 4711, "wang", NOW),
        lambda: world.do(cases.amend, 4711, BOOTH, "wang", NOW, version=1),
        lambda: world.do(cases.add_information, 4711, "more", "wang", NOW),
        lambda: world.do(cases.get, 4711),
    ):
        with pytest.raises(NoSuchCase):
            act()
    assert world.do(cases.history, 4711) == []
