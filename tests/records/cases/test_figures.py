"""How many cases were filed, whatever is erased or purged meanwhile; and how long cases are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from records import cases, privacy
from records.cases import BoothRequest, CaseKind, CaseState, CaseTally
from records.errors import NoSuchConversation
from tests.records.cases.conftest import BOOTH, HANDOFF, NOW


def days(number: float) -> dt.datetime:
    return NOW + dt.timedelta(days=number)


def figures(world):
    return world.do(cases.statistics, NOW.date(), days(2000).date())


@pytest.fixture
def filed(desk, talk, world):
    """Two booth requests and a hand-over of one visitor, and a draft."""
    found = [desk.file(talk), desk.file(talk, BOOTH, "m-2"), desk.file(talk, HANDOFF, "m-3", now=days(1), language="zh")]
    desk.move(found[0], CaseState.IN_REVIEW, CaseState.ACCEPTED)
    world.do(cases.keep_draft, talk.id, BoothRequest(), "en", days(1))
    return found


EXPECTED = [
    CaseTally(NOW.date(), CaseKind.BOOTH_REQUEST, CaseState.ACCEPTED, "en", "web", 1),
    CaseTally(NOW.date(), CaseKind.BOOTH_REQUEST, CaseState.SUBMITTED, "en", "web", 1),
    CaseTally(days(1).date(), CaseKind.HANDOFF, CaseState.SUBMITTED, "zh", "web", 1),
]


def test_what_was_filed_is_counted_by_day_and_sort(filed, world):
    assert figures(world) == EXPECTED
    assert world.do(cases.statistics, days(1).date(), days(1).date()) == EXPECTED[2:]


def test_the_figures_survive_an_erasure(desk, filed, talk, world):
    world.do(privacy.erase, talk.visitor_id)
    assert figures(world) == EXPECTED
    desk.file(world.visit(), message_id="m-9")
    assert [tally.filed for tally in figures(world)] == [1, 2, 1]


def test_the_figures_survive_a_purge(filed, world):
    privacy.purge_all(world.database, days(1000), 90)
    assert world.rows("cases") == 0
    assert figures(world) == EXPECTED


def test_numbers_go_on_after_an_erasure(desk, filed, talk, world):
    world.do(privacy.erase, talk.visitor_id)
    assert desk.file(world.visit()).number == "BR-21-0003"


# Retention


def test_a_case_outlives_its_messages_and_the_visitor_still_finds_it(desk, world, talk):
    world.exchange(talk, "m-1", deliver=False)
    filed = desk.file(talk)
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(visitors=0, messages=2, more=False)
    assert [case.number for case in world.do(cases.mine, talk.public_id)] == [filed.number]
    assert world.visit().id == talk.id


def test_a_case_that_nobody_changed_for_two_years_is_purged_and_then_its_visitor(desk, talk, world):
    case = desk.file(talk)
    assert privacy.purge_all(world.database, days(730), 90) == privacy.Purged(0, 0, more=False)
    desk.move(case, CaseState.IN_REVIEW, now=days(700))
    assert privacy.purge_all(world.database, days(1430), 90) == privacy.Purged(0, 0, more=False)
    assert privacy.purge_all(world.database, days(1431), 90) == privacy.Purged(visitors=1, messages=0, more=False, cases=1)
    assert [world.rows(table) for table in ("cases", "booth_requests", "case_changes", "conversations", "visitors")] == [0] * 5
    with pytest.raises(NoSuchConversation):
        world.do(cases.mine, talk.id)


def test_another_age_can_be_set(desk, talk, world):
    desk.file(talk)
    assert privacy.purge_all(world.database, days(31), 90, case_days=30) == privacy.Purged(0, 0, more=False, cases=1)


def test_who_still_writes_keeps_the_conversation_when_the_case_goes(desk, talk, world):
    desk.file(talk)
    world.exchange(talk, "m-1", now=days(730), deliver=False)
    assert privacy.purge_all(world.database, days(731), 90) == privacy.Purged(0, 0, more=False, cases=1)
    assert world.rows("messages") == 2


def test_a_draft_is_purged_when_it_is_not_offered_any_more(talk, world):
    world.do(cases.keep_draft, talk.id, BOOTH, "en", NOW)
    withdrawn = world.do(cases.keep_draft, world.visit("other").id, BOOTH, "en", NOW)
    world.do(cases.withdraw, withdrawn.id, "visitor", NOW)
    privacy.purge_all(world.database, days(6.9), 90)
    assert world.rows("cases") == 2
    assert privacy.purge_all(world.database, days(7.1), 90) == privacy.Purged(0, 0, more=False)
    assert world.rows("cases") == world.rows("booth_requests") == 0
    assert figures(world) == []


def test_failed_look_ups_are_purged_when_they_do_not_count_any_more(talk, world):
    world.do(cases.look_up, "BR-21-0001", conversation=talk.id, contact="guess@example.org", now=NOW)
    privacy.purge_all(world.database, NOW, 90)
    assert world.rows("failed_look_ups") == 1
    privacy.purge_all(world.database, NOW + dt.timedelta(hours=1.1), 90)
    assert world.rows("failed_look_ups") == 0


def test_cases_are_purged_in_small_steps(desk, world):
    for n in range(5):
        desk.file(world.visit(f"visitor {n}"), message_id=f"m-{n}")
    steps = [world.do(privacy.purge, days(731), 90, 2) for _ in range(4)]
    assert [(step.cases, step.visitors, step.more) for step in steps] == [(2, 2, True), (2, 2, True), (1, 1, False), (0, 0, False)]


def test_a_case_that_is_filed_while_its_conversation_is_purged_is_kept_or_refused_as_a_whole(desk, world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]

    def act(n):
        if n % 2:
            return privacy.purge_all(world.database, days(91), 90, 3) and None
        try:
            return desk.file(talks[n], BOOTH, f"m-{n}", days(91)).number
        except NoSuchConversation:  # the purge was quicker: nothing was said to be filed
            return None

    filed = sorted(filter(None, at_once(act)))
    assert sorted(case.number for case in world.do(cases.list_)) == filed
