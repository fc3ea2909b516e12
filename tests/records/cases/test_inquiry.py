"""Looking up a case: for whom it is, and for nobody who guesses."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from records import cases, visits
from records.cases import BoothRequest
from records.cases.inquiry import MOST, MOST_OF_A_NUMBER
from tests.records.cases.conftest import BOOTH, NOW


def hours(number: float) -> dt.datetime:
    return NOW + dt.timedelta(hours=number)


@pytest.fixture
def ask(world):
    """Looks up a case."""

    def run(talk, number="BR-21-0001", contact=None, now=NOW):
        return world.do(cases.look_up, number, conversation=talk.id, contact=contact, now=now)

    return run


@pytest.fixture
def filed(desk, talk):
    return dataclasses.replace(desk.file(talk), secret=None)


@pytest.fixture
def stranger(world):
    return world.visit("stranger", "wechat")


@pytest.mark.parametrize("number", ["BR-21-0001", "br-21-0001", " BR 21 1 ", "ＢＲ－２１－０００１", "BR21-0001", "br–21–0001"])
def test_who_filed_a_case_finds_it_by_its_number(ask, talk, filed, number):
    assert ask(talk, number) == filed


def test_a_visitor_finds_their_case_from_another_conversation_of_theirs(ask, filed, world, talk):
    again = world.do(visits._new, talk.visitor_id, "web", "main", None, NOW)
    assert ask(again) == filed
    assert world.do(cases.mine, again.id) == [filed]


@pytest.mark.parametrize(
    "contact", ["li.lei@example.org", " Li.Lei@EXAMPLE.org ", "+8613800138000", "+86 138-0013-8000", "13800138000", "0086 13800138000"]
)
def test_a_stranger_who_knows_the_contact_finds_it(ask, filed, stranger, contact):
    assert ask(stranger, contact=contact) == filed


@pytest.mark.parametrize("contact", [None, "", "@", "other@example.org", "800138000", "8000", "li.lei", "+8613800138001", "000000000"])
def test_a_stranger_without_it_learns_nothing(ask, filed, stranger, contact):
    assert ask(stranger, contact=contact) is None
    assert ask(stranger, "BR-21-0002", contact) is None


def test_a_contact_that_was_not_given_opens_nothing(ask, desk, talk, stranger):
    desk.file(talk, dataclasses.replace(BOOTH, email=""))
    desk.file(talk, dataclasses.replace(BOOTH, phone=""), "m-2")
    assert [ask(stranger, number, contact) for number in ("BR-21-0001", "BR-21-0002") for contact in ("", "@", "0", "-")] == [None] * 8


@pytest.mark.parametrize("number", ["", "BR", "BR-21", "0001", "XX-21-0001", "BR-21-0001-1", "BR-21-99999999999999999999", "'; --", "\0"])
def test_what_is_no_number_finds_nothing(ask, talk, filed, number):
    assert ask(talk, number, "li.lei@example.org") is None


def test_drafts_have_no_number_to_be_found_by(ask, world, talk):
    world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    assert ask(talk, "") is None


# Guessing


def test_who_guesses_too_often_finds_nothing_for_an_hour(ask, filed, stranger, world):
    for n in range(MOST):
        assert not world.do(cases.too_many, stranger.id, NOW)
        assert ask(stranger, contact=f"guess{n}@example.org") is None
    assert world.do(cases.too_many, stranger.id, hours(0.9))
    assert ask(stranger, contact="li.lei@example.org", now=hours(0.9)) is None
    assert not world.do(cases.too_many, stranger.id, hours(1.1))
    assert ask(stranger, contact="li.lei@example.org", now=hours(1.1)) == filed


def test_who_guessed_still_finds_their_own(ask, desk, filed, stranger):
    own = desk.file(stranger, message_id="m-2")
    for n in range(MOST + 1):
        ask(stranger, contact=f"guess{n}@example.org")
    assert ask(stranger, own.number) == dataclasses.replace(own, secret=None)


def test_a_number_without_a_contact_is_no_guess(ask, filed, stranger):
    for _ in range(2 * MOST):
        ask(stranger)
    assert ask(stranger, contact="li.lei@example.org") == filed


def test_who_guesses_from_many_conversations_finds_nothing_either(ask, filed, talk, world):
    for n in range(MOST_OF_A_NUMBER):
        ask(world.visit(f"guesser {n}"), contact=f"guess{n}@example.org")
    another = world.visit("another")
    assert ask(another, contact="li.lei@example.org") is None
    assert not world.do(cases.too_many, another.id, NOW)
    assert ask(talk) == filed
    assert ask(another, contact="li.lei@example.org", now=hours(1.1)) == filed
