"""Export and erasure: all of a visitor is reached, and statistics stay."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from sqlalchemy import text

from records import (
    cases,
    privacy,
    questions,
    visits,
)  # fmt: skip
from records.errors import NoSuchConversation, NoSuchVisitor
from records.models import metadata
from records.reach import reached
from tests.records.lives import NOW, SECRET, STATISTICS, live, rows

OF_STAFF = {
    "staff", "staff_sessions", "invitations", "failed_sign_ins", "canned_replies", "audit_lines", "saved_views", "notices", "amendments",
}  # fmt: skip
"""Tables of the staff and their work, which know nothing of visitors but the number of a conversation."""
EXPORTED = {table.name for table in reached() if not table.info.get("internal")}
POINTERS = {"visitor_id", "conversation_id", "message_id", "case_id", "sender", "public_id"}
"""Columns that say whose a row is. A new name for such a column belongs in here."""


CASES = [
    cases.BoothRequest(SECRET, SECRET, "", cases.BoothKind.NOT_SURE, Decimal("36.5"), exhibits=SECRET, contact_name=SECRET, phone=SECRET),
    cases.EoNeed(
        cases.Direction.OFFER, cases.Subject.TALENT, cases.Party.PERSON, SECRET, SECRET, SECRET, country=SECRET, confidential=True,
        contact_name=SECRET, email=SECRET,
    ),
    cases.ForumProposal(SECRET, SECRET, cases.ForumKind.SEMINAR, dt.date(2023, 4, 15), contact_name=SECRET, phone=SECRET),
    cases.Handoff(cases.HandoffReason.ASKED, SECRET),
]  # fmt: skip


def live_and_file(world, key="visitor", now=NOW, channel="wechat"):
    """Likewise, and with a case of each kind."""
    talk, reply = live(world, key, now, channel)
    for n, details in enumerate(CASES):
        filed = {"message_id": f"{key}-{n}", "edition": "21", "language": "en", "late": False, "after_end": False}
        case = world.do(cases.submit, talk.id, details, now=now, **filed)
        world.do(cases.add_information, case.id, SECRET, "visitor", now)
    world.do(cases.look_up, "BR-21-0009", conversation=talk.id, contact=SECRET, now=now)
    return talk, reply


# Which tables


def test_every_table_that_knows_whose_a_row_is_is_erased_and_exported_with_the_visitor():
    """A table that is added later fails here until its rows go with the visitor's (`belongs_to`)."""
    theirs = {table.name for table in metadata.sorted_tables if POINTERS & set(table.columns.keys())} | {"visitors"}
    assert {table.name for table in reached()} == theirs
    assert {table.name for table in metadata.sorted_tables} - theirs == STATISTICS | OF_STAFF


def test_every_column_that_points_to_a_row_of_a_visitor_takes_its_row_along():
    for table in (table for table in metadata.sorted_tables if table.name not in OF_STAFF):
        for key in table.foreign_keys:
            assert key.ondelete == "CASCADE", f"{table.name}.{key.parent.name}"


def test_every_column_that_an_erasure_looks_for_has_an_index():
    """Else each erased row would mean a search through a whole table."""
    for table in metadata.sorted_tables:
        whole = [index for index in table.indexes if index.dialect_options["sqlite"]["where"] is None]
        first = {next(iter(index.columns)).name for index in whole}
        first |= {next(iter(constraint.columns)).name for constraint in table.constraints if len(constraint.columns)}
        assert {key.parent.name for key in table.foreign_keys} <= first


# Erasure


def test_an_erasure_reaches_every_table_and_no_other_visitor(world):
    erased, _ = live_and_file(world, "erased")
    before = {name: number for name, number in rows(world).items() if name != "case_counters"}
    assert set(before) == {table.name for table in reached()}, "the test itself must fill every table"
    live_and_file(world, "other")
    counted = world.do(privacy.erase, erased.visitor_id)
    assert counted == before
    assert rows(world) == {**before, "tallies": 2, "handover_tallies": 1, "case_tallies": 4, "case_counters": 4}
    with pytest.raises(NoSuchConversation):
        world.do(visits.find, erased.public_id)
    assert world.visit("other", "wechat").last_number == 2


def test_what_was_erased_is_in_no_table(world):
    talk, _ = live_and_file(world, SECRET)
    world.do(privacy.erase, talk.visitor_id)
    with world.database.read() as session:
        for table in metadata.sorted_tables:
            assert SECRET not in repr(session.execute(text(f"SELECT * FROM {table.name}")).all())


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # PostgreSQL frees its space by itself
def test_what_was_erased_is_in_no_file(world, tmp_path):
    def secrets():
        return sum(path.read_bytes().count(SECRET.encode()) for path in tmp_path.iterdir())

    for n in range(20):
        live_and_file(world, f"visitor {n}")
    talk, _ = live_and_file(world, "erased")
    assert secrets() > 0
    for n in range(20):
        world.do(privacy.erase, world.visit(f"visitor {n}", "wechat").visitor_id)
    world.do(privacy.erase, talk.visitor_id)
    assert world.database.scrub()
    assert secrets() == 0


def test_statistics_survive_an_erasure(world):
    talk, _ = live(world)
    before = world.do(questions.statistics, NOW.date(), NOW.date())
    assert [(tally.asked, tally.down) for tally in before] == [(0, 1), (1, 0)]
    world.do(privacy.erase, talk.visitor_id)
    assert world.do(questions.statistics, NOW.date(), NOW.date()) == before


def test_who_was_erased_begins_anew_and_the_old_ids_are_nobodys(world):
    talk, reply = live(world)
    world.do(privacy.erase, talk.visitor_id)
    again, new = live(world)
    assert (again.id, again.visitor_id, new.id) > (talk.id, talk.visitor_id, reply.id)
    assert again.public_id != talk.public_id
    assert new.number == 2


def test_a_visitor_who_is_not_there_cannot_be_erased_or_exported(world):
    for function in (privacy.erase, privacy.export):
        with pytest.raises(NoSuchVisitor):
            world.do(function, 4711)


def test_who_is_erased_by_eight_at_once_while_writing_is_erased(world, at_once):
    talk, _ = live(world)

    def act(n):
        try:
            return world.do(privacy.erase, talk.visitor_id) if n % 2 else world.say(talk, f"more {n}")
        except (NoSuchVisitor, NoSuchConversation):
            return None

    at_once(act)
    assert set(rows(world)) == {"tallies", "handover_tallies"}


# Export


def test_an_export_has_every_table_as_json(world):
    talk, reply = live_and_file(world, "openid")
    live_and_file(world, "somebody else")
    with world.database.read() as session:
        exported = privacy.export(session, talk.visitor_id)
    assert json.loads(json.dumps(exported)) == exported
    assert set(exported) == EXPORTED
    moment = NOW.isoformat()
    assert exported["visitors"] == [{"id": talk.visitor_id, "channel": "wechat", "account": "main", "key": "openid", "since": moment}]
    assert exported["conversations"] == [
        {
            "id": talk.id,
            "public_id": talk.public_id,
            "visitor_id": talk.visitor_id,
            "channel": "wechat",
            "account": "main",
            "language": None,
            "language_chosen": False,
            "owner": "bot",
            "staff": None,
            "epoch": 0,
            "owner_since": moment,
            "last_number": 2,
            "since": moment,
            "last_at": moment,
        }
    ]
    assert [(m["number"], m["text"], m["at"]) for m in exported["messages"]] == [(1, SECRET, moment), (2, SECRET, moment)]
    assert exported["trackers"][0]["events"] == [{"event": "user", "text": SECRET, "timestamp": NOW.timestamp()}]
    opinion = {"at": moment, "day": "2023-03-01", "channel": "wechat", "language": "en", "kind": "answer", "topic": "forum"}
    assert exported["cases"][0] == {
        "id": exported["cases"][0]["id"],
        "conversation_id": talk.id,
        "kind": "booth_request",
        "state": "submitted",
        "version": 2,
        "number": "BR-21-0001",
        "language": "en",
        "late": False,
        "after_end": False,
        "duplicate_of": None,
        "assigned": None,
        "due": None,
        "filed_at": moment,
        "created_at": moment,
        "changed_at": moment,
        "day": "2023-03-01",
        "organisation_key": "mysecrettelephone13800138000",
    }
    assert exported["booth_requests"][0]["square_metres"] == "36.5"
    assert exported["forum_proposals"][0]["preferred_date"] == "2023-04-15"
    assert [line["note"] for line in exported["case_changes"]] == ["", SECRET] * 4
    assert exported["feedback"] == [{"message_id": reply.id, **opinion, "rating": "down", "reason": SECRET}]


def test_an_export_tells_nothing_of_how_the_server_works(world):
    talk, _ = live(world)
    world.say(talk, "m-2")
    world.claim(talk, worker="worker on host-17")
    with world.database.read() as session:
        assert "host-17" not in json.dumps(privacy.export(session, talk.visitor_id))
