"""What a turn costs, and that it doesn't grow: every statement finds its rows by an index, whatever the tables hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import statistics
import time
from pathlib import Path

import pytest
from sqlalchemy import event, text

from records import (
    audit,
    buttons,
    cases,
    conversations,
    cursors,
    farewell,
    feedback,
    handover,
    notes,
    outbox,
    platforms,
    presence,
    privacy,
    questions,
    quotas,
    runs,
    spent,
    trackers,
    transcript,
    turns,
    visits,
)  # fmt: skip
from records.buttons import Choice
from records.database import Database
from records.models import DeliveryState, Direction, Owner, Rating, Reason
from records.turns import Draft
from records.utterances import Line

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
BUDGET = 2.0
"""Milliseconds of the processor for a turn: accept, claim, answer."""
WHOLE_TABLES = (
    "visitors", "conversations", "messages", "seen_ids", "deliveries", "asked", "feedback", "button_tokens", "trackers", "spent_ids",
    "cases", "booth_requests", "handoffs", "case_changes", "case_counters", "failed_look_ups", "accounts", "cursors", "quotas",
    "portions", "handed", "handovers", "notes", "audit_lines",
)  # fmt: skip
SMALL = ("ix_messages_waiting", "ix_deliveries_unsent")
"""Indexes of what waits; to go through them is to go through little."""


def of_called_channels(world, talk, delivery, reply):
    """What is done for channels that have to be called."""
    run = world.do(runs.take, talk.id, "holder", NOW, 60)
    world.do(runs.went, run.parcels[0], 1, NOW, whole=False)
    world.do(runs.keep, run.parcels, "45015", NOW)
    world.do(runs.revive, talk.id, NOW, NOW)
    run = world.do(runs.follow, world.do(outbox.claim, delivery.id, "worker", NOW, 60), "worker", NOW, 60)
    world.do(runs.hurry, run.parcels, NOW)
    world.do(runs.hand, talk.id, reply.id, "text", NOW)
    world.do(runs.handed_to, talk.id, reply.id)
    world.do(runs.went, run.parcels[0], 2, NOW, whole=True)
    world.do(runs.give_up, talk.id, "left", NOW)
    world.do(quotas.written, talk.id, NOW)
    world.do(quotas.take, talk.id, 1, NOW)
    world.do(platforms.begin_fetch, "wechat", "wx1", "worker", NOW, 60)
    world.do(platforms.keep_token, "wechat", "wx1", "token", NOW)
    world.do(cursors.release, world.do(cursors.claim, "wechat_kf", "wk1", "worker", NOW, 60))


def everything(world):
    """All that a running server does, once. (`outbox.list_` of all states goes through a table, from the end, up to its limit.)"""
    world.visit()
    talk = world.visit()
    world.do(visits.find, talk.public_id)
    world.do(visits.visitor, talk.visitor_id)
    world.say(talk, "m-1")
    world.say(talk, "m-1")
    world.do(turns.unanswered)
    world.do(turns.release_turn, world.claim())
    turn = world.claim(talk)
    world.do(turns.renew, "worker", [talk.id], NOW, 60)
    world.do(transcript.heads, [talk.id])
    world.do(trackers.write, talk.public_id, "[]", NOW)
    world.do(trackers.read, talk.public_id)
    (reply,) = world.answer(turn, buttons=(Choice("x", "y"),))
    world.do(buttons.take, talk.id, reply.buttons[0]["token"])
    for rating in (Rating.UP, None):
        world.do(feedback.give, talk.id, reply.number, rating, "", NOW)
    world.do(feedback.ratings, talk.id)
    world.do(transcript.transcript, talk.id)
    world.do(transcript.messages_after, talk.id, 1, 10)
    world.do(transcript.replies_to, talk.id, 1)
    world.do(outbox.due, NOW, 10, ["web"])
    (delivery,) = world.do(outbox.due, NOW, 10)
    for _ in range(2):
        parcel = world.do(outbox.claim, delivery.id, "worker", NOW, 60)
        world.do(outbox.failed, parcel, "503", NOW, NOW)
    world.do(outbox.dead, world.do(outbox.claim, delivery.id, "worker", NOW, 60), "403", NOW)
    world.do(outbox.list_, DeliveryState.DEAD)
    world.do(outbox.counts)
    world.do(outbox.resend, delivery.id, NOW)
    world.do(outbox.release, world.do(outbox.claim, delivery.id, "worker", NOW, 60))
    of_called_channels(world, talk, delivery, reply)
    world.do(conversations.set_language, talk.id, "zh")
    world.do(outbox.release_all, "worker")
    world.do(transcript.is_silent, talk.id)
    world.do(transcript.last, talk.id, Direction.OUT)
    world.do(visits.known, "web", "main", "visitor")
    world.do(spent.note, "web", "main", "m", NOW)
    world.do(spent.check, "web", "main", "another")
    world.do(conversations.move, talk.id, Owner.CLOSED, 0, NOW)
    world.do(conversations.move, talk.id, Owner.BOT, 1, NOW)
    everything_of_the_desk(world, talk)
    world.do(questions.log, NOW)
    world.do(questions.statistics, NOW.date(), NOW.date())
    file_and_settle(world, talk)
    world.do(privacy.export, talk.visitor_id)
    world.do(privacy.purge, NOW + dt.timedelta(days=1), 90)
    world.do(privacy.erase, talk.visitor_id)
    leaving = world.visit("leaving")
    world.say(leaving, "m-9")
    world.do(farewell.part, world.claim(leaving), Draft("bye", "en", {}), NOW)


def everything_of_the_desk(world, talk):
    """What staff do, once; but for the search, which goes through all words, and the statistics of a period."""
    world.do(handover.request, talk.id, Reason.ASKED, NOW)
    world.do(handover.place, world.do(handover.current, talk.id))
    world.do(handover.usual_wait, NOW)
    world.do(handover.unclaimed, NOW, 0)
    found = world.do(handover.claim, talk.id, "li", NOW)
    world.do(handover.send, talk.id, "li", 4, Line("Hello.", "en"), "key", NOW)
    world.do(presence.say, talk.id, "li", typing=True, now=NOW)
    world.do(presence.at, [talk.id], NOW)
    world.do(presence.leave, talk.id, "li", NOW)
    world.do(notes.add, talk.id, "li", "calls back", NOW)
    world.do(notes.of, talk.id)
    world.do(handover.idle, NOW, 0)
    world.do(handover.put_back, found, NOW)
    world.do(handover.withdraw, talk.id, NOW)
    world.do(handover.rate, talk.id, 5, NOW)
    world.do(handover.comment, talk.id, "quick")
    world.do(handover.history, talk.id)
    world.do(audit.lines, conversation_id=talk.id)


def file_and_settle(world, talk):
    """All that becomes of cases. (`cases.list_` goes through what was filed, from the end, up to its limit.)"""
    booth = cases.BoothRequest("Lidar", "China", "", cases.BoothKind.NOT_SURE, exhibits="x", contact_name="Li", email="li@example.org")
    filed = {"edition": "21", "language": "en", "late": False, "after_end": False, "now": NOW}
    for phone in ("", "+8613800138000"):
        world.do(cases.keep_draft, talk.id, dataclasses.replace(booth, phone=phone), "en", NOW)
    world.do(cases.draft_of, talk.id, NOW)
    case = world.do(cases.submit, talk.id, booth, message_id="m-1", **filed)
    world.do(cases.submit, talk.id, booth, message_id="m-1", **filed)
    world.do(cases.submit, talk.id, cases.Handoff(cases.HandoffReason.ASKED), message_id="m-1", **filed)
    world.do(cases.keep_draft, talk.id, booth, "en", NOW)
    world.do(cases.drop_draft, talk.id, case.kind)
    case = world.do(cases.set_state, case.id, cases.CaseState.IN_REVIEW, "wang", NOW, version=case.version)
    world.do(cases.amend, case.id, dataclasses.replace(booth, exhibits="y"), "wang", NOW, version=case.version)
    world.do(cases.add_information, case.id, "more", "visitor", NOW)
    world.do(cases.mine, talk.id)
    for number, contact in ((case.number, None), ("BR-21-9999", "other@example.org")):
        world.do(cases.look_up, number, conversation=talk.id, contact=contact, now=NOW)
    world.do(cases.by_secret, "secret")
    world.do(cases.find, case.number)
    world.do(cases.history, case.id)
    world.do(cases.numbers_of, [case.id])
    world.do(cases.assign, case.id, "li", None, "wang", NOW, version=None)
    world.do(cases.list_, since=NOW)
    world.do(cases.statistics, NOW.date(), NOW.date())
    world.do(cases.withdraw, case.id, "visitor", NOW)


@pytest.fixture
def statements(world):
    """The statements of `everything`, with their parameters."""
    seen = []
    engine = world.database._engines.durable

    def keep(_connection, _cursor, statement, parameters, _context, many):
        seen.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", keep)
    yield seen
    event.remove(engine, "before_cursor_execute", keep)


def plan(world, statement, parameters):
    explain = "EXPLAIN QUERY PLAN " if world.database._path else "EXPLAIN "
    with world.database.begin() as session:
        if not world.database._path:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # else small tables are read whole, rightly
        rows = session.exec_driver_sql(explain + statement, parameters).all()
        session.rollback()
    return [row[-1].strip() for row in rows]


def test_no_statement_goes_through_a_whole_table(world, statements):
    everything(world)
    wrong = []
    for statement, parameters in list(statements):
        if (
            not statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))
            or " tallies" in statement.split("WHERE")[0].split("FROM")[-1]
        ):
            continue
        for step in plan(world, statement, parameters):
            scans = step.startswith("SCAN ") or "Seq Scan" in step
            if scans and any(name in step for name in (*WHOLE_TABLES, "earlier")) and not any(name in step for name in SMALL):
                wrong.append((step, statement))
    assert wrong == []


def turn_cost(world, talk, prefix, turns_=30):
    """The processor's milliseconds of a turn, the median of some."""
    costs = []
    for n in range(turns_):
        began = time.thread_time()
        world.say(talk, f"{prefix}-{n}")
        world.answer(world.claim(talk))
        costs.append((time.thread_time() - began) * 1000)
    return statistics.median(costs)


def preload(world, messages):
    """A thousand visitors with their conversations, and many messages of theirs, answered and delivered."""
    numbers = "WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x + 1 < :many) "
    talk = (
        "INSERT INTO conversations SELECT x + 1000, 'public-' || x, x + 1000, 'web', 'main', 'en', 0, 'bot', NULL, 0, :at, :each, :at, "
        ":at, 0, NULL, NULL FROM n"
    )
    message = (
        "INSERT INTO messages SELECT x + 100000, 1000 + x % 1000, x / 1000 + 1, 'in', 'visitor', 'where is it?', 'en', '{}', '[]', NULL, "
        ":at, 'answered', NULL, 'old-' || x FROM n"
    )
    asked = "INSERT INTO asked SELECT x + 100000, :at, :day, 'web', 'en', 'answer', 'ask_time', 'forum', '[]', 0.5, 10, NULL FROM n"
    seen = "INSERT INTO seen_ids SELECT 'web', 'main', 'old-' || x, x + 100000 FROM n"
    sent = "INSERT INTO deliveries SELECT x + 100000, x + 100000, 1000 + x % 1000, 'sent', 1, 12, :at, NULL, :at, NULL, NULL FROM n"
    person = "INSERT INTO visitors SELECT x + 1000, 'web', 'main', 'person ' || x, :at FROM n"
    values = {"at": "2023-02-01 00:00:00.000000", "day": "2023-02-01", "each": messages // 1000}
    with world.database.begin() as session:
        for statement, many in ((person, 1000), (talk, 1000), (message, messages), (asked, messages), (seen, messages), (sent, messages)):
            session.execute(text(numbers + statement), {"many": many, **values})


@pytest.fixture
def worlds(world, migrated_sqlite, tmp_path):
    """Records with nothing, and records with very much."""
    other = Database(Path(shutil.copy(migrated_sqlite, tmp_path / "other.db")))
    yield world, type(world)(other)
    other.dispose()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_turn_costs_little_and_no_more_when_much_is_stored(worlds):
    preload(worlds[1], 100_000)
    talks = [world.visit() for world in worlds]
    rounds = [[turn_cost(world, talk, f"{n}") for world, talk in zip(worlds, talks)] for n in range(8)]
    empty, full = (min(costs) for costs in zip(*rounds))  # the least is what it costs while the machine does nothing else
    assert empty < BUDGET
    assert full < 1.2 * empty
