"""Filing: one case for each message that says yes, with its number, whoever tries it how often at once."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from records import cases, conversations
from records.cases import BoothRequest, Case, CaseKind, CaseState, Change
from records.errors import IdOfAnother, Incomplete, NoSuchConversation, Unstorable
from tests.records.cases.conftest import ALL, BOOTH, FORUM, NEED, NOW

SECRET = "a secret that the caller can make again"


def without_secret(case):
    return dataclasses.replace(case, secret=None)


def test_a_case_is_filed_whole(desk, talk, world):
    filed = desk.file(talk, late=True)
    assert filed == Case(
        id=filed.id,
        number="BR-21-0001",
        kind=CaseKind.BOOTH_REQUEST,
        state=CaseState.SUBMITTED,
        version=1,
        conversation_id=talk.id,
        visitor_id=talk.visitor_id,
        language="en",
        channel="web",
        late=True,
        after_end=False,
        duplicate_of=None,
        assigned=None,
        due=None,
        filed_at=NOW,
        created_at=NOW,
        changed_at=NOW,
        details=BOOTH,
        secret=filed.secret,
    )
    assert world.do(cases.get, filed.id) == without_secret(filed)
    assert world.do(cases.history, filed.id) == [Change(NOW, "visitor", None, CaseState.SUBMITTED, {}, "")]


@pytest.mark.parametrize("details", ALL, ids=lambda details: type(details).__name__)
def test_the_details_of_each_kind_come_back_as_they_were_given(desk, talk, world, details):
    filed = desk.file(talk, details)
    found = world.do(cases.get, filed.id).details
    assert found == details
    assert [type(value) for value in vars(found).values()] == [type(value) for value in vars(details).values()]
    assert str(found) == str(details)


def test_each_kind_and_each_edition_has_numbers_of_its_own(desk, talk):
    filed = [desk.file(talk, details, f"m-{n}") for n, details in enumerate([*ALL, *ALL])] + [desk.file(talk, BOOTH, "m-9", edition="22")]
    assert [case.number for case in filed] == [
        "BR-21-0001", "EO-21-0001", "FP-21-0001", "HO-21-0001", "BR-21-0002", "EO-21-0002", "FP-21-0002", "HO-21-0002", "BR-22-0001",
    ]  # fmt: skip


def test_the_same_message_again_gives_the_case_as_it_is_and_changes_nothing(desk, talk, world):
    filed = desk.file(talk)
    moved = desk.move(filed, CaseState.IN_REVIEW)
    again = desk.file(talk, dataclasses.replace(BOOTH, organisation="Another"), now=NOW + dt.timedelta(days=1))
    assert again == without_secret(moved)
    assert world.rows("cases") == 1
    assert desk.file(talk, BOOTH, "m-2").number == "BR-21-0002"


def test_one_message_can_file_a_case_and_call_a_person(desk, talk):
    assert [desk.file(talk, details).number for details in ALL] == ["BR-21-0001", "EO-21-0001", "FP-21-0001", "HO-21-0001"]


def test_a_draft_becomes_the_case(desk, talk, world):
    draft = world.do(cases.keep_draft, talk.id, BoothRequest(organisation="Lidar"), "zh", NOW)
    later = NOW + dt.timedelta(hours=2)
    filed = desk.file(talk, now=later, language="en")
    assert without_secret(filed) == dataclasses.replace(
        draft, number="BR-21-0001", state=CaseState.SUBMITTED, version=2, language="en", filed_at=later, changed_at=later, details=BOOTH
    )
    assert world.do(cases.history, filed.id) == [
        Change(NOW, "visitor", None, CaseState.DRAFT, {}, ""),
        Change(later, "visitor", CaseState.DRAFT, CaseState.SUBMITTED, {}, ""),
    ]
    assert world.do(cases.draft_of, talk.id, later) is None


def test_what_is_incomplete_is_not_filed_and_takes_no_number(desk, talk, world):
    with pytest.raises(Incomplete) as told:
        desk.file(talk, dataclasses.replace(NEED, email="", title=" "))
    assert told.value.missing == ("title", "email")
    assert world.rows("cases") == world.rows("case_counters") == 0


def test_a_transaction_that_is_rolled_back_leaves_no_number(desk, talk, world):
    values = {"message_id": "m-1", "edition": "21", "language": "en", "late": False, "after_end": False, "now": NOW}

    def file_and_fail(session):
        raise RuntimeError(cases.submit(session, talk.id, BOOTH, **values).number)

    with pytest.raises(RuntimeError, match="BR-21-0001"):
        world.do(file_and_fail)
    assert world.rows("cases") == 0
    assert desk.file(talk).number == "BR-21-0001"


def test_a_message_that_filed_in_another_conversation_files_nothing_here(desk, talk, world):
    desk.file(talk)
    with pytest.raises(IdOfAnother):
        desk.file(world.visit("another"))
    assert world.rows("cases") == 1


def test_a_conversation_can_be_named_by_its_public_id_and_has_to_be_there(world, talk):
    values = {"message_id": "m-1", "edition": "21", "language": "en", "late": False, "after_end": False, "now": NOW}
    assert world.do(cases.submit, talk.public_id, BOOTH, **values).conversation_id == talk.id
    for place in (4711, "no such conversation"):
        with pytest.raises(NoSuchConversation):
            world.do(cases.submit, place, BOOTH, **values)


@pytest.mark.parametrize(
    "changes", [{"organisation": "a\0b"}, {"exhibits": "\ud800"}, {"booths": -1}, {"booths": 10**12}, {"square_metres": "nan"}]
)
def test_what_no_database_can_keep_is_refused(desk, talk, world, changes):
    if "square_metres" in changes:
        changes = {"square_metres": type(BOOTH.square_metres)("nan")}
    with pytest.raises(Unstorable):
        desk.file(talk, dataclasses.replace(BOOTH, **changes))
    with pytest.raises(Unstorable):
        world.do(cases.keep_draft, talk.id, dataclasses.replace(BOOTH, **changes), "en", NOW)


# The link


def test_the_link_finds_the_case_and_is_kept_nowhere(desk, talk, world, kind, tmp_path):
    filed = desk.file(talk)
    assert len(filed.secret) >= 22
    assert filed.secret not in repr(filed)
    assert world.do(cases.by_secret, filed.secret) == without_secret(filed)
    assert world.do(cases.by_secret, filed.secret + "x") is None
    assert world.do(cases.by_secret, "\ud800") is None
    if kind == "sqlite":
        assert not any(filed.secret.encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_a_secret_of_the_callers_own_comes_back_with_the_same_message_and_another_does_not(desk, talk):
    filed = desk.file(talk, secret=SECRET)
    assert filed.secret == SECRET
    assert desk.file(talk, secret=SECRET) == filed
    assert desk.file(talk, secret="guessed").secret is None
    assert desk.file(talk).secret is None


# Likely duplicates


@pytest.mark.parametrize("name", ["Lidar Ltd.", "LIDAR  LTD", "Ｌｉｄａｒ Ltd", "lidar, ltd"])
def test_the_same_organisation_and_kind_within_a_day_is_marked(desk, talk, world, name):
    first = desk.file(talk)
    second = desk.file(world.visit("other"), dataclasses.replace(BOOTH, organisation=name), "m-2", now=NOW + dt.timedelta(hours=23))
    assert (first.duplicate_of, second.duplicate_of) == (None, first.id)


def test_another_organisation_another_kind_a_later_day_and_a_withdrawn_one_are_not_marked(desk, talk, world):
    first = desk.file(talk)
    others = [
        desk.file(talk, dataclasses.replace(BOOTH, organisation="Radar Ltd."), "m-2"),
        desk.file(talk, dataclasses.replace(FORUM, host="Lidar Ltd."), "m-3"),
    ]
    world.do(cases.withdraw, first.id, "visitor", NOW)
    others += [desk.file(talk, NEED, "m-4"), desk.file(talk, NEED, "m-5"), desk.file(talk, BOOTH, "m-6")]
    others += [desk.file(talk, BOOTH, "m-7", now=NOW + dt.timedelta(hours=25))]
    assert [case.duplicate_of for case in others] == [None] * 6


# At once


def test_no_number_is_given_twice_or_left_out_by_eight_at_once(desk, world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]
    filed = at_once(lambda n: [desk.file(talks[n], BOOTH, f"m-{n}-{m}").number for m in range(5)])
    assert sorted(number for numbers in filed for number in numbers) == [f"BR-21-{n:04d}" for n in range(1, 41)]


def test_of_eight_at_once_all_but_one_are_marked_as_likely_the_same(desk, world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]
    filed = at_once(lambda n: desk.file(talks[n], BOOTH, f"m-{n}"))
    first = min(filed, key=lambda case: case.number)
    assert sorted(case.duplicate_of or 0 for case in filed) == [0] + [first.id] * 7


def test_the_same_message_eight_times_at_once_files_one_case(desk, talk, world, at_once):
    world.do(cases.keep_draft, talk.id, BOOTH, "en", NOW)
    filed = at_once(lambda _: desk.file(talk))
    assert {case.number for case in filed} == {"BR-21-0001"}
    assert sum(case.secret is not None for case in filed) == 1
    assert [world.rows(table) for table in ("cases", "booth_requests", "case_changes")] == [1, 1, 2]


def test_a_message_in_two_conversations_at_once_files_one_case(desk, world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]

    def act(n):
        try:
            return desk.file(talks[n], BOOTH, "m-1")
        except IdOfAnother:
            return None

    assert sum(case is not None for case in at_once(act)) == 1
    assert world.rows("cases") == 1


def test_filing_waits_for_nobody_who_answers_in_another_conversation(desk, talk, world):
    with world.database.begin() as session:
        conversations.lock(session, talk.id)
    assert desk.file(talk).number == "BR-21-0001"
