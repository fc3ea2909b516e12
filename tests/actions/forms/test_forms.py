"""What the three forms ask for, and what they file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from actions.forms.all import CASE_FORMS
from records import cases
from records.cases import BoothKind, BoothRequest, CaseKind, Direction, EoNeed, ForumKind, ForumProposal, Party, Subject
from tests.actions.forms.heard import heard

BOOTH, NEED, FORUM = (CASE_FORMS[kind] for kind in (CaseKind.BOOTH_REQUEST, CaseKind.EO_NEED, CaseKind.FORUM_PROPOSAL))
REACHED = {"contact_name": "Li Lei", "phone": "+8613800138000", "email": "li@lei.cn"}
OF_ALL = ["direction", "subject", "party", "title", "field", "description"]
TALENT = {"direction": "offer", "subject": "talent", "party": "person"}


def names(form, values):
    return [field.name for field in form.asked(values)]


@pytest.mark.parametrize(
    ("values", "between"),
    [
        ({}, ["organisation", "organisation_kind"]),
        ({**TALENT, "party": "organisation"}, ["organisation", "organisation_kind"]),
        (TALENT, ["degree", "languages", "post"]),
        ({**TALENT, "subject": "project"}, []),
        ({**TALENT, "direction": "demand"}, []),
    ],
)
def test_a_need_asks_persons_and_organisations_for_different_things(values, between):
    assert names(NEED, values) == [*OF_ALL, *between, "country", "confidential", "contact_name", "phone", "email"]


def test_booths_and_forums_ask_everybody_the_same():
    assert names(BOOTH, {}) == [field.name for field in BOOTH.fields]
    assert names(FORUM, {}) == [field.name for field in FORUM.fields]


@pytest.mark.parametrize("kind", CASE_FORMS)
def test_whoever_answers_what_must_be_answered_can_file(kind):
    form = CASE_FORMS[kind]
    values = dict(VALUES[kind])
    for field in form.fields:
        if field.optional:
            values.pop(field.name, None)
    assert cases.missing(form.details(values)) == ()


@pytest.mark.parametrize("kind", CASE_FORMS)
def test_without_values_there_is_nothing_to_file(kind):
    form = CASE_FORMS[kind]
    assert form.details({}) == type(form.details({}))()
    assert cases.missing(form.details({})) != ()


VALUES = {
    CaseKind.BOOTH_REQUEST: {
        "organisation": "Lidar Ltd",
        "country": "中国 China",
        "exhibits": "lidar",
        "zone": "enterprise_zone",
        "booth_kind": "standard",
        "size": {"square_metres": 36.0},
        "recruiting_desk": True,
        **REACHED,
    },
    CaseKind.EO_NEED: {
        "direction": "demand",
        "subject": "technology",
        "party": "organisation",
        "title": "Magnets",
        "field": "metallurgy",
        "description": "Recycling",
        "organisation": "Kiruna AB",
        "organisation_kind": "enterprise",
        "country": "瑞典 Sweden",
        "confidential": "confidential",
        **REACHED,
    },
    CaseKind.FORUM_PROPOSAL: {
        "host": "Atlas",
        "title": "Engineers",
        "forum_kind": "seminar",
        "preferred_date": {"date": "2023-04-16"},
        "people": 90,
        "venue_wish": "a stage",
        **REACHED,
    },
}


def test_values_are_filed_typed():
    booth, need, forum = (CASE_FORMS[kind].details(VALUES[kind]) for kind in VALUES)
    assert booth == BoothRequest(
        "Lidar Ltd", "中国 China", "enterprise_zone", BoothKind.STANDARD, Decimal(36), None, "lidar", recruiting_desk=True, **REACHED
    )
    assert need == EoNeed(
        Direction.DEMAND,
        Subject.TECHNOLOGY,
        Party.ORGANISATION,
        "Magnets",
        "metallurgy",
        "Recycling",
        organisation="Kiruna AB",
        organisation_kind="enterprise",
        country="瑞典 Sweden",
        confidential=True,
        **REACHED,
    )
    assert forum == ForumProposal("Atlas", "Engineers", ForumKind.SEMINAR, dt.date(2023, 4, 16), "", 90, "a stage", **REACHED)


@pytest.mark.parametrize(
    ("size", "filed"),
    [
        ({"booths": 2}, (None, 2, "")),
        ({"square_metres": 40.0, "words": "三四十平"}, (Decimal(40), None, "三四十平")),
        ({"square_metres": 33.1, "words": "10坪"}, (Decimal("33.1"), None, "10坪")),
        ({"unsure": True}, (None, None, "not decided 未定")),
    ],
)
def test_a_size_is_filed_as_metres_or_booths_with_the_words_of_a_range(size, filed):
    details = BOOTH.details({"size": size})
    assert (details.square_metres, details.booths, details.size_words) == filed


def test_a_day_that_is_no_date_is_filed_in_words():
    details = FORUM.details({"preferred_date": {"words": "上午"}})
    assert details == dataclasses.replace(ForumProposal(), date_wish="上午")


@pytest.mark.parametrize(
    ("said", "values", "description"),
    [
        ("急需两名懂外延的外国专家，把需求登到EO上", {"subject": "talent"}, "急需两名懂外延的外国专家，把需求登到EO上"),
        (
            "I'm looking for a post-doc position in materials science",
            {"subject": "talent"},
            "I'm looking for a post-doc position in materials science",
        ),
        ("我们想发布一个技术需求", {"subject": "technology"}, None),
        ("I want to publish a technology need in the EO system", {"subject": "technology"}, None),
        ("发布技术需求，标题：高镍材料，电话13800138000，研发项目", {"subject": "technology", "title": "高镍材料"}, None),
        ("哪些项目可以发布技术需求呢？我们研发材料", {"subject": "technology"}, None),
    ],
)
def test_a_first_message_that_says_enough_is_the_description(said, values, description):
    assert NEED.opening(heard(said), values).get("description") == description
