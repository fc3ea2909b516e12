"""What each kind needs before it can be filed."""

from __future__ import annotations

import dataclasses

import pytest

from records.cases import BoothKind, BoothRequest, EoNeed, ForumProposal, Handoff, Party, missing
from tests.records.cases.conftest import ALL, BOOTH, FORUM, NEED

ORGANISATION = dataclasses.replace(NEED, party=Party.ORGANISATION, organisation="Lidar Ltd.", organisation_kind="company")


def without(details, *names):
    empty = type(details)()
    return missing(dataclasses.replace(details, **{name: getattr(empty, name) for name in names}))


@pytest.mark.parametrize("details", [*ALL, ORGANISATION], ids=lambda details: type(details).__name__)
def test_nothing_is_missing_where_all_is_said(details):
    assert missing(details) == ()


def test_where_nothing_is_said_all_that_is_needed_is_missing_in_the_order_of_the_questions():
    assert [missing(kind()) for kind in (BoothRequest, EoNeed, ForumProposal, Handoff)] == [
        ("organisation", "country", "booth_kind", "exhibits", "contact_name", "phone", "email"),
        (
            "direction", "subject", "party", "title", "field", "organisation", "organisation_kind", "country", "confidential",
            "contact_name", "email",
        ),
        ("host", "title", "forum_kind", "contact_name", "phone", "email"),
        ("reason",),
    ]  # fmt: skip


def test_what_can_be_skipped_is_not_missing():
    assert without(BOOTH, "zone", "recruiting_desk") == ()
    assert without(NEED, "description", "organisation", "organisation_kind", "degree", "languages", "post", "phone") == ()
    assert without(ORGANISATION, "description", "degree", "languages", "post", "phone") == ()
    assert without(FORUM, "preferred_date", "date_wish", "people", "venue_wish") == ()


def test_a_booth_has_a_size_unless_its_kind_is_open():
    assert without(BOOTH, "square_metres") == without(BOOTH, "booths") == ()
    assert without(BOOTH, "square_metres", "booths") == ("square_metres",)
    assert without(dataclasses.replace(BOOTH, booth_kind=BoothKind.NOT_SURE), "square_metres", "booths") == ()


@pytest.mark.parametrize("details", [BOOTH, FORUM], ids=lambda details: type(details).__name__)
def test_one_way_to_be_reached_will_do_for_booths_and_forums(details):
    assert without(details, "phone") == without(details, "email") == ()
    assert without(details, "phone", "email") == ("phone", "email")


def test_a_need_takes_an_email_address_for_the_account_is_activated_by_it():
    assert without(NEED, "email") == ("email",)


def test_blanks_say_nothing_and_no_is_an_answer():
    assert missing(dataclasses.replace(BOOTH, organisation=" \u3000")) == ("organisation",)
    assert missing(dataclasses.replace(NEED, confidential=False)) == ()


def test_what_is_no_kind_of_case_is_refused():
    with pytest.raises(TypeError):
        missing("a text")
