"""Visitors with a row in every table, for the tests of export, erasure and retention."""

from __future__ import annotations

import datetime as dt
import json

from records import (
    buttons,
    erasures,
    feedback,
    handover,
    notes,
    presence,
    proposals,
    quotas,
    reviews,
    runs,
    trackers,
)  # fmt: skip
from records.models import Rating, Reason, Verdict, metadata

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
SECRET = "my secret telephone 13800138000"
STATISTICS = {"tallies", "handover_tallies", "spent_ids", "accounts", "cursors", "case_tallies", "case_counters"}
"""Tables that hold nothing of anybody."""


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


def rows(world):
    """How many each table has that has any, but for the audit."""
    counted = {table.name: world.rows(table.name) for table in metadata.sorted_tables if table.name != "audit_lines"}
    return {name: number for name, number in counted.items() if number}
