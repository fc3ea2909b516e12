"""What comes of a message about cases, and what is asked with it."""

from __future__ import annotations

import dataclasses

import pytest

from actions.casework.pending import Asked, Pending
from actions.casework.speaker import text
from records import cases
from records.cases import CaseState
from tests.actions.casework.conftest import BOOTH


@pytest.fixture
def place(desk):
    """A visitor's conversation."""
    return desk.visit()


def said(key, **values):
    return text(key, "en", 0, **values)


async def test_who_has_filed_nothing_is_told_so(desk, place):
    for told in (
        await desk.talk(place, "my cases").status(),
        await desk.talk(place, "withdraw it").withdraw(),
        await desk.talk(place, "add").add(),
    ):
        assert (told.reply.text, told.pending) == (said("nothing_filed"), None)


async def test_ones_own_case_is_shown_with_how_it_stands_and_what_the_staff_say(desk, place):
    case = desk.file(place)
    now = case.filed_at
    desk.do(cases.set_state, case.id, CaseState.IN_REVIEW, "wang", now, version=None)
    desk.do(cases.set_state, case.id, CaseState.NEEDS_INFORMATION, "wang", now, version=None, reason="which voltage?")
    told = await desk.talk(place, case.number).status()
    assert said("state_needs_information") in told.reply.text
    assert "which voltage?" in told.reply.text
    assert (told.reply.metadata.form, told.pending) == ("booth_request", None)


async def test_several_cases_are_listed_the_newest_first(desk, place):
    numbers = [desk.file(place, message_id=str(n)).number for n in range(3)]
    told = await desk.talk(place, "my cases").status()
    lines = told.reply.text.splitlines()
    assert lines[0] == said("mine")
    assert [number for line in lines[1:] for number in numbers if number in line] == numbers[::-1]


async def test_a_stranger_is_asked_for_the_contact_and_told_nothing_before(desk, place):
    case, stranger = desk.file(place), desk.visit("stranger")
    asked = await desk.talk(stranger, f"status of {case.number}").status()
    assert (asked.reply.text, asked.pending) == (said("ask_contact", number=case.number), Pending(Asked.CONTACT, case.number))
    unknown = await desk.talk(stranger, "status of BR-21-9999").status()
    assert unknown.reply.text == said("ask_contact", number="BR-21-9999")
    right = await desk.talk(stranger, "li@acme.cn").settle(asked.pending)
    assert said("state_submitted") in right.reply.text
    by_phone = await desk.talk(stranger, f"{case.number}, phone 138 0013 8000").status()
    assert said("state_submitted") in by_phone.reply.text


@pytest.mark.parametrize("contact", ["else@acme.cn", "13900000000"])
async def test_a_wrong_contact_finds_nothing(desk, place, contact):
    case, stranger = desk.file(place), desk.visit("stranger")
    told = await desk.talk(stranger, contact).settle(Pending(Asked.CONTACT, case.number))
    assert (told.reply.text, told.pending) == (said("not_found"), None)


async def test_after_five_wrong_contacts_others_cases_are_not_found_any_more(desk, place):
    case, stranger = desk.file(place), desk.visit("stranger")
    for n in range(5):
        await desk.talk(stranger, f"{case.number} {n}@guess.cn").status()
    assert (await desk.talk(stranger, f"{case.number} li@acme.cn").status()).reply.text == said("too_many")


async def test_a_strangers_wish_to_withdraw_or_add_finds_nothing(desk, place):
    case, stranger = desk.file(place), desk.visit("stranger")
    for told in (
        await desk.talk(stranger, f"withdraw {case.number}").withdraw(),
        await desk.talk(stranger, f"add to {case.number}: x, y").add(),
    ):
        assert (told.reply.text, told.pending) == (said("not_found"), None)
    assert desk.notes(case) == [("visitor", "", [])]


@pytest.mark.parametrize("yes", ["yes", "1", "Yes, withdraw it", "是"])
async def test_a_case_is_withdrawn_after_a_yes(desk, place, yes):
    case = desk.file(place)
    asked = await desk.talk(place, "withdraw it").withdraw()
    assert (asked.reply.text, asked.pending) == (
        said("ask_withdraw", number=case.number, kind=said("kind_booth_request")),
        Pending(Asked.WITHDRAW, case.number),
    )
    told = await desk.talk(place, yes).settle(asked.pending)
    (withdrawn,) = desk.mine(place)
    assert (told.reply.text, withdrawn.state) == (said("withdrawn", number=case.number), CaseState.WITHDRAWN)


@pytest.mark.parametrize("no", ["no", "2", "No, keep it", "cancel", "取消"])
async def test_a_case_stays_without_a_yes(desk, place, no):
    case = desk.file(place)
    told = await desk.talk(place, no).settle(Pending(Asked.WITHDRAW, case.number))
    assert (told.reply.text, desk.mine(place)[0].state) == (said("stays", number=case.number), CaseState.SUBMITTED)


async def test_another_message_settles_nothing(desk, place):
    case = desk.file(place)
    for asked in (Asked.WITHDRAW, Asked.REACH, Asked.CONTACT, Asked.WHICH_TO_WITHDRAW, Asked.WHICH_TO_ADD):
        assert await desk.talk(place, "where is the venue?").settle(Pending(asked, case.number)) is None
    assert await desk.talk(place, "anything").settle(Pending(Asked.RESUME, "booth_request")) is None


async def test_of_several_cases_the_one_to_withdraw_is_asked_for(desk, place):
    first, second = desk.file(place, message_id="1"), desk.file(place, message_id="2")
    asked = await desk.talk(place, "withdraw").withdraw()
    assert asked.pending == Pending(Asked.WHICH_TO_WITHDRAW)
    assert [button.title for button in asked.reply.buttons] == [second.number, first.number]
    told = await desk.talk(place, "2").settle(asked.pending)
    assert told.pending == Pending(Asked.WITHDRAW, first.number)


async def test_words_are_added_to_a_case(desk, place):
    case = desk.file(place)
    at_once = await desk.talk(place, f"{case.number}: we need three-phase power").add()
    assert (at_once.reply.text, at_once.pending) == (said("added", number=case.number), None)
    asked = await desk.talk(place, "add something").add()
    assert asked.pending == Pending(Asked.ADD, case.number)
    told = await desk.talk(place, "and a water tap").settle(asked.pending)
    assert told.reply.text == said("added", number=case.number)
    assert [note for _, note, _ in desk.notes(case)] == ["", "we need three-phase power", "and a water tap"]


async def test_contact_and_size_that_are_named_are_changed(desk, place):
    case = desk.file(place)
    told = await desk.talk(place, f"{case.number}: the phone is +49 30 1234567, and 36 sqm").add()
    assert "+49 30 1234567" in told.reply.text
    changed = dataclasses.replace(BOOTH, phone="+49301234567", booths=None, square_metres=36)
    assert desk.mine(place)[0].details == changed
    assert desk.notes(case)[-1][2] == ["booths", "phone", "square_metres"]


async def test_to_what_is_settled_nothing_is_added(desk, place):
    case = desk.file(place)
    desk.do(cases.withdraw, case.id, "visitor", case.filed_at)
    assert (await desk.talk(place, f"{case.number}: x, y and z").add()).reply.text == said("settled", number=case.number)
    assert (await desk.talk(place, "withdraw it").withdraw()).reply.text == said("none_open")


async def test_how_staff_can_reach_the_visitor_is_noted_with_the_case(desk, place):
    from records.cases import Handoff, HandoffReason

    case = desk.file(place, Handoff(HandoffReason.ASKED, "a human, please", "conference"))
    told = await desk.talk(place, "call me: +49 30 1234567").settle(Pending(Asked.REACH, case.number))
    assert told.reply.text == said("reach_noted", contact="+49 30 1234567", number=case.number)
    told = await desk.talk(place, "or mail li@acme.cn").settle(Pending(Asked.REACH, case.number))
    assert "li@acme.cn" in told.reply.text
    assert desk.mine(place)[0].details == Handoff(HandoffReason.ASKED, "a human, please", "conference", "", "+49301234567", "li@acme.cn")
