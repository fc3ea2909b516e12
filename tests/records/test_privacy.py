"""Export, erasure, retention: all of a visitor is reached, and statistics stay."""

from __future__ import annotations

import datetime as dt
import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import text

from records import (
    buttons,
    cases,
    conversations,
    erasures,
    feedback,
    handover,
    inbox,
    notes,
    outbox,
    presence,
    privacy,
    proposals,
    questions,
    quotas,
    reviews,
    runs,
    trackers,
    transcript,
    visits,
)  # fmt: skip
from records.errors import NoSuchConversation, NoSuchVisitor
from records.models import Owner, Rating, Reason, Verdict, metadata
from records.reach import reached

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
SECRET = "my secret telephone 13800138000"
STATISTICS = {"tallies", "handover_tallies", "spent_ids", "accounts", "cursors", "case_tallies", "case_counters"}
"""Tables that hold nothing of anybody."""
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


def live(world, key="visitor", now=NOW, channel="wechat"):
    """A visitor with a row in every table but those of cases, and the secret wherever words can be."""
    talk = world.visit(key, channel, now)
    choice = buttons.Choice(SECRET, {"text": SECRET})
    world.say(talk, f"{key}-1", SECRET, now=now)
    (reply,) = world.answer(world.claim(talk, now), SECRET, now=now, buttons=(choice,))
    world.do(feedback.give, talk.id, reply.number, Rating.DOWN, SECRET, now)
    events = [{"event": "user", "text": SECRET, "timestamp": now.timestamp()}]
    world.do(trackers.write, talk.public_id, json.dumps(events), now)
    world.do(quotas.written, talk.id, now)
    (parcel,) = (run := world.do(runs.take, talk.id, "holder", now, 1)).parcels
    world.do(runs.went, parcel, 1, now, whole=False)
    world.do(runs.hurry, run.parcels, now)
    world.do(runs.hand, talk.id, parcel.message.id, SECRET, now)
    world.do(handover.missed, talk.id, Reason.ASKED, now)
    world.do(notes.add, talk.id, "li", SECRET, now)
    world.do(presence.say, talk.id, "li", typing=False, now=now)
    world.do(erasures.ask, talk.visitor_id, "li", "", now)
    world.do(proposals.ask, talk.id, "li", now)
    world.do(reviews.save, [reply.id - 1], Verdict.NOTHING, "li", now)
    return talk, reply


def live_and_file(world, key="visitor", now=NOW, channel="wechat"):
    """Likewise, and with a case of each kind."""
    talk, reply = live(world, key, now, channel)
    for n, details in enumerate(CASES):
        filed = {"message_id": f"{key}-{n}", "edition": "21", "language": "en", "late": False, "after_end": False}
        case = world.do(cases.submit, talk.id, details, now=now, **filed)
        world.do(cases.add_information, case.id, SECRET, "visitor", now)
    world.do(cases.look_up, "BR-21-0009", conversation=talk.id, contact=SECRET, now=now)
    return talk, reply


def settle(world, now=NOW):
    """Send what is in the outbox."""
    while due := world.do(outbox.due, now, 100):
        for delivery in due:
            world.do(outbox.sent, delivery.id, now)


def rows(world):
    """How many each table has that has any, but for the audit."""
    counted = {table.name: world.rows(table.name) for table in metadata.sorted_tables if table.name != "audit_lines"}
    return {name: number for name, number in counted.items() if number}


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


# Retention


def days(number):
    return NOW + dt.timedelta(days=number)


def test_a_purge_deletes_what_is_older_and_all_that_belongs_to_it(world):
    live(world, "old")
    live(world, "recent", days(80))
    settle(world)
    before = world.do(questions.statistics, NOW.date(), days(99).date())
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(visitors=1, messages=2, more=False)
    assert {name: number for name, number in rows(world).items() if name not in STATISTICS} == {
        "visitors": 1, "conversations": 1, "messages": 2, "seen_ids": 1, "deliveries": 1, "asked": 1, "feedback": 1,
        "button_tokens": 1, "trackers": 1, "quotas": 1, "portions": 1, "handed": 1, "handovers": 1, "notes": 1, "presences": 1,
        "sought": 2, "erasures": 1, "proposals": 1, "reviews": 1,
    }  # fmt: skip
    assert world.do(questions.statistics, NOW.date(), days(99).date()) == before
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 0, more=False)


def test_who_still_writes_keeps_what_is_recent_and_its_numbers(world):
    talk, _ = live(world)
    world.exchange(talk, "m-2", now=days(80))
    settle(world)
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 2, more=False)
    assert [m.number for m in world.do(transcript.transcript, talk.id)] == [3, 4]
    assert world.exchange(talk, "m-3", now=days(91))[1].number == 6
    assert [world.rows(table) for table in ("seen_ids", "asked", "feedback", "button_tokens")] == [2, 2, 0, 0]


@pytest.mark.parametrize(("oldest", "kept"), [(0, False), (80, True)])
def test_a_tracker_goes_when_it_still_holds_old_words(world, oldest, kept):
    talk, _ = live(world)
    world.exchange(talk, "m-2", now=days(80))
    settle(world)
    events = [{"event": "slot"}, {"event": "user", "timestamp": days(oldest).timestamp()}, {"timestamp": days(80).timestamp()}]
    world.do(trackers.write, talk.public_id, json.dumps(events[1:]), days(80))
    privacy.purge_all(world.database, days(91), 90)
    assert (world.do(trackers.read, talk.public_id) is not None) == kept


def test_what_waits_for_an_answer_or_a_delivery_is_kept(world):
    talk = world.visit()
    asked, answered = world.exchange(talk, "m-1")
    waiting = world.say(talk, "m-2").message
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 1, more=False)
    assert [m.id for m in world.do(transcript.transcript, talk.id)] == [answered.id, waiting.id]
    settle(world, days(91))
    world.answer(world.claim(talk, days(91)), now=days(91), deliver=False)
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(0, 2, more=False)
    assert asked.id not in {m.id for m in world.do(transcript.transcript, talk.id)}


def test_dead_letters_and_what_went_to_staff_are_purged(world):
    talk = world.visit()
    world.exchange(talk, "m-1")
    (delivery,) = world.do(outbox.due, NOW, 1)
    world.do(outbox.dead, world.do(outbox.claim, delivery.id, "w", NOW, 60), "blocked", NOW)
    world.do(conversations.move, talk.id, Owner.QUEUED, 0, NOW)
    world.say(talk, "m-2")
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(1, 3, more=False)
    assert set(rows(world)) == {"tallies"}


def test_who_came_and_said_nothing_is_purged_too(world):
    world.visit("silent")
    world.visit("recent", now=days(80))
    assert privacy.purge_all(world.database, days(91), 90) == privacy.Purged(1, 0, more=False)


@pytest.mark.parametrize(("age", "left"), [(0, 0), (91, 2), (1e12, 2)])
def test_any_age_can_be_set(world, age, left):
    world.exchange(world.visit(), "m-1", deliver=False)
    privacy.purge_all(world.database, days(90), age)
    assert world.rows("messages") == left


def test_a_purge_goes_in_small_steps_and_says_when_there_is_more(world):
    for n in range(5):
        world.exchange(world.visit(f"visitor {n}"), f"m-{n}", deliver=False)
    steps = [world.do(privacy.purge, days(91), 90, 4) for _ in range(4)]
    assert steps == [
        privacy.Purged(visitors=2, messages=4, more=True),
        privacy.Purged(visitors=2, messages=4, more=True),
        privacy.Purged(visitors=1, messages=2, more=False),
        privacy.Purged(visitors=0, messages=0, more=False),
    ]
    assert sum(tally.asked for tally in world.do(questions.statistics, NOW.date(), NOW.date())) == 5


def test_a_message_that_is_being_stored_while_its_old_conversation_is_purged_is_kept(world):
    talk = world.visit()
    with ThreadPoolExecutor(1) as pool:
        with world.database.begin() as session:
            inbox.accept(session, talk.id, "m-1", "am I too late?", None, days(91))
            purging = pool.submit(privacy.purge_all, world.database, days(91), 90)
            time.sleep(0.2)
            assert not purging.done()
        assert purging.result() == privacy.Purged(0, 0, more=False)
    assert world.claim(talk, days(91)).message.text == "am I too late?"


def test_purges_at_once_with_new_messages_lose_none_of_these(world, at_once):
    talks = [world.visit(f"visitor {n}") for n in range(8)]
    for talk in talks:
        world.exchange(talk, f"old {talk.id}", deliver=False)

    def act(n):
        if n % 2:
            privacy.purge_all(world.database, days(91), 90, 3)
            return None
        try:
            return world.say(talks[n], f"new {n}", now=days(91)).message
        except NoSuchConversation:  # the purge was quicker: nothing was acknowledged
            return None

    accepted = {message.id for message in at_once(act) if message}
    privacy.purge_all(world.database, days(91), 90)
    assert accepted == {turn.message.id for turn in iter(lambda: world.claim(now=days(91)), None)}
    assert sum(tally.asked for tally in world.do(questions.statistics, NOW.date(), days(92).date())) == 8
