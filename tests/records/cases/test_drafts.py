"""Drafts: one of each kind in a conversation, offered again for a week."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

from records import cases
from records.cases import BoothRequest, CaseKind, CaseState, Change, ForumProposal
from tests.records.cases.conftest import ALL, NOW


def days(number: float) -> dt.datetime:
    return NOW + dt.timedelta(days=number)


def test_a_draft_is_kept_as_far_as_it_goes(talk, world):
    draft = world.do(cases.keep_draft, talk.public_id, BoothRequest(organisation="Lidar"), "zh", NOW)
    assert (draft.number, draft.state, draft.filed_at, draft.details) == (None, CaseState.DRAFT, None, BoothRequest(organisation="Lidar"))
    fuller = BoothRequest(organisation="Lidar", square_metres=Decimal("36.50"))
    kept = world.do(cases.keep_draft, talk.id, fuller, "en", days(1))
    assert kept == dataclasses.replace(draft, details=fuller, language="en", version=2, changed_at=days(1))
    assert world.do(cases.draft_of, talk.id, days(1)) == kept
    assert world.do(cases.history, draft.id) == [Change(NOW, "visitor", None, CaseState.DRAFT, {}, "")]


def test_a_draft_of_each_kind_can_be_empty(talk, world):
    for details in ALL:
        empty = type(details)()
        assert world.do(cases.keep_draft, talk.id, empty, "en", NOW).details == empty
    assert world.rows("cases") == 4


def test_a_draft_that_says_nothing_new_is_not_written_again_but_stays_young(talk, world):
    draft = world.do(cases.keep_draft, talk.id, BoothRequest(organisation="Lidar"), "zh", NOW)
    assert world.do(cases.keep_draft, talk.id, draft.details, "zh", NOW + dt.timedelta(minutes=1)) == draft
    assert world.do(cases.keep_draft, talk.id, draft.details, "zh", days(1)).changed_at == days(1)


def test_the_newest_draft_is_offered_for_a_week(talk, world):
    booth = world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    forum = world.do(cases.keep_draft, talk.id, ForumProposal(), "en", days(1))
    assert world.do(cases.draft_of, talk.id, days(8)) == forum
    assert world.do(cases.draft_of, talk.id, days(8.01)) is None
    assert world.do(cases.draft_of, talk.id, days(8.01), days=30) == forum
    world.do(cases.drop_draft, talk.id, CaseKind.FORUM_PROPOSAL)
    world.do(cases.drop_draft, talk.id, CaseKind.FORUM_PROPOSAL)
    assert world.do(cases.draft_of, talk.id, days(2)) == booth
    assert world.rows("forum_proposals") == 0


def test_a_draft_of_another_conversation_is_not_offered(talk, world):
    world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    other = world.visit("other")
    assert world.do(cases.draft_of, other.id, NOW) is None
    world.do(cases.drop_draft, other.id, CaseKind.BOOTH_REQUEST)
    assert world.do(cases.draft_of, talk.id, NOW) is not None


def test_what_was_filed_is_left_alone_by_a_new_draft(desk, talk, world):
    filed = desk.file(talk)
    draft = world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    world.do(cases.drop_draft, talk.id, CaseKind.BOOTH_REQUEST)
    assert draft.id != filed.id
    assert world.do(cases.mine, talk.id) == [dataclasses.replace(filed, secret=None)]


def test_drafts_of_eight_at_once_are_one(talk, world, at_once):
    at_once(lambda n: world.do(cases.keep_draft, talk.id, BoothRequest(organisation=f"{n}"), "en", NOW))
    assert world.rows("cases") == world.rows("booth_requests") == world.rows("case_changes") == 1
