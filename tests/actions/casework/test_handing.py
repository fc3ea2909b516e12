"""A case for a person: made once a day, with what is known of the visitor."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.casework.handing import hand_over, matter, reachable
from actions.casework.pending import Asked, Pending
from records.cases import Handoff, HandoffReason

NOW = dt.datetime(2023, 3, 1, 9, tzinfo=dt.timezone.utc)
HUMAN = Handoff(HandoffReason.ASKED, "a human, please", "conference")


async def handed(desk, place, handoff=HUMAN, message_id="1", now=NOW):
    known = {"message_id": message_id, "edition": "21", "language": "en", "over": False}
    return await hand_over(desk.scribe, place, handoff, **known, now=now)


def test_a_matter_carries_what_was_filed_before():
    shared = {"contact_name": "Li", "phone": "+86", "organisation": "Acme"}
    assert matter("I want a human", "forums", asked=True, shared=shared) == Handoff(
        HandoffReason.ASKED, "I want a human", "forums", "Li", "+86", ""
    )
    assert matter("refund!", "booth", asked=False, shared={}) == Handoff(HandoffReason.SENSITIVE, "refund!", "booth")
    assert len(matter("x" * 5000, "booth", asked=False, shared={}).words) == 2000


@pytest.mark.parametrize(("phone", "email", "so"), [("", "", False), ("+86", "", True), ("", "a@b.cn", True)])
def test_who_left_a_number_or_an_address_can_be_reached(phone, email, so):
    assert reachable(Handoff(HandoffReason.ASKED, phone=phone, email=email)) is so


async def test_within_a_day_one_case_is_added_to(desk):
    place = desk.visit()
    first = await handed(desk, place)
    again = await handed(desk, place, HUMAN, "1")
    other = await handed(desk, place, Handoff(HandoffReason.SENSITIVE, "refund!", "booth"), "2")
    assert (first.fresh, again.fresh, other.fresh) == (True, False, False)
    assert {first.case.number, again.case.number, other.case.number} == {first.case.number}
    assert [note for _, note, _ in desk.notes(first.case)] == ["", "refund!"]


async def test_after_a_day_and_for_another_visitor_there_is_another_case(desk):
    place = desk.visit()
    first = await handed(desk, place)
    later = await handed(desk, place, message_id="2", now=NOW + dt.timedelta(days=1))
    other = await handed(desk, desk.visit("other"), message_id="3")
    assert len({first.case.number, later.case.number, other.case.number}) == 3


@pytest.mark.parametrize("pending", [Pending(Asked.ADD, "BR-21-0001"), Pending(Asked.WHICH_TO_ADD)])
def test_what_was_asked_is_kept_as_json(pending):
    assert Pending.from_dict(pending.as_dict()) == pending
