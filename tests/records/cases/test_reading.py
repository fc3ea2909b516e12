"""Cases found: a visitor's own, and the newest of a sort."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from records import cases
from records.cases import BoothRequest, CaseKind, CaseState
from records.errors import NoSuchCase
from tests.records.cases.conftest import ALL, BOOTH, NOW


def minutes(number: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=number)


@pytest.fixture
def filed(desk, talk):
    """A case of each kind, a minute apart, the booth request in review and late."""
    found = [desk.file(talk, details, f"m-{n}", minutes(n), late=n == 0) for n, details in enumerate(ALL)]
    return [desk.move(found[0], CaseState.IN_REVIEW), *found[1:]]


def numbers(found):
    return [case.number for case in found]


def test_a_visitors_cases_are_theirs_alone_and_the_newest_comes_first(desk, talk, filed, world):
    other = world.visit("other")
    desk.file(other, BOOTH, "m-9")
    world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    assert world.do(cases.mine, talk.public_id) == [dataclasses.replace(case, secret=None) for case in reversed(filed)]
    assert numbers(world.do(cases.mine, other.id)) == ["BR-21-0002"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["HO-21-0001", "FP-21-0001", "EO-21-0001", "BR-21-0001"]),
        ({"limit": 2}, ["HO-21-0001", "FP-21-0001"]),
        ({"limit": None}, ["HO-21-0001", "FP-21-0001", "EO-21-0001", "BR-21-0001"]),
        ({"kind": CaseKind.EO_NEED}, ["EO-21-0001"]),
        ({"state": CaseState.IN_REVIEW}, ["BR-21-0001"]),
        ({"since": minutes(2)}, ["HO-21-0001", "FP-21-0001"]),
        ({"late": True}, ["BR-21-0001"]),
        ({"late": False, "kind": CaseKind.BOOTH_REQUEST}, []),
    ],
)
def test_what_was_filed_is_listed_by_sort(talk, filed, world, wanted, found):
    world.do(cases.keep_draft, talk.id, BoothRequest(), "en", NOW)
    assert numbers(world.do(cases.list_, **wanted)) == found


def test_a_case_is_found_by_its_number_as_somebody_wrote_it(filed, world):
    assert world.do(cases.find, "eo 21 1") == dataclasses.replace(filed[1], secret=None)
    for number in ("EO-21-0002", "EO", ""):
        with pytest.raises(NoSuchCase):
            world.do(cases.find, number)
