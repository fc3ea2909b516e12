"""The tracker store: what is kept of a conversation, and that it stays small."""

from __future__ import annotations

import datetime as dt

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from bot.tracker_store import KEPT_TURNS, FlatTrackerStore, compact
from connectors.gateway import Scribe, in_memory
from records import visits
from records.database import Database
from records.errors import NoSuchConversation

DOMAIN = """
version: "3.1"
intents: [ask]
slots:
  context: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  language: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  requested_slot: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  booth_form: {required_slots: [context]}
"""


@pytest.fixture(scope="module")
def domain():
    return Domain.from_yaml(DOMAIN)


def senders_of(store, *names):
    """The public ids of new conversations of these visitors."""
    with store._scribe.database.begin() as session:
        now = dt.datetime.now(dt.timezone.utc)
        return [visits.open_conversation(session, "test", "", name, now).public_id for name in names]


@pytest.fixture(params=["file", "memory"])
def store(request, domain, scribe):
    return FlatTrackerStore(domain, scribe if request.param == "file" else in_memory())


@pytest.fixture
def visitor(store):
    """The sender of a conversation of the records."""
    return senders_of(store, "visitor")[0]


def state(tracker):
    """What a tracker stands for, to compare."""
    return {
        "slots": {slot.name: slot.value for slot in tracker.slots.values()},
        "loop": tracker.active_loop_name,
        "message": tracker.latest_message.text if tracker.latest_message else None,
        "events": [event.as_dict() for event in tracker.events],
    }


def say(tracker, number):
    """One turn of a conversation."""
    tracker.update(UserUttered(f"message {number}", {"name": "ask", "confidence": 1.0}, message_id=f"m{number}"))
    tracker.update(ActionExecuted("action_answer"))
    tracker.update(SlotSet("context", {"turn": number, "topics": ["展区"]}))
    tracker.update(BotUttered(f"reply {number}"))
    tracker.update(ActionExecuted("action_listen"))


async def converse(store, turns, sender):
    for number in range(turns):
        tracker = await store.get_or_create_tracker(sender)
        say(tracker, number)
        await store.save(tracker)
    return await store.retrieve(sender)


async def test_reading_back_equals_what_was_kept(store, domain, visitor):
    tracker = DialogueStateTracker(visitor, domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    say(tracker, 0)
    await store.save(tracker)
    assert state(await store.retrieve(visitor)) == state(tracker)


async def test_saving_what_was_read_changes_nothing(store, visitor):
    once = await converse(store, 10, visitor)
    await store.save(once)
    assert state(await store.retrieve(visitor)) == state(once)


async def test_the_size_stays_flat_over_200_turns(store, visitor):
    sizes = []
    for number in range(200):
        tracker = await store.get_or_create_tracker(visitor)
        say(tracker, number % 10)
        await store.save(tracker)
        sizes.append(len(await store.read(visitor)))
    assert max(sizes[KEPT_TURNS:]) <= 1.05 * min(sizes[KEPT_TURNS:])


async def test_slots_survive_the_cut(store, domain, visitor):
    tracker = DialogueStateTracker(visitor, domain.slots)
    tracker.update(SlotSet("language", {"fixed": "zh"}))
    await store.save(tracker)
    read = await converse(store, 20, visitor)
    assert {slot.name: slot.value for slot in read.slots.values()}["language"] == {"fixed": "zh"}
    assert read.get_slot("context") == {"turn": 19, "topics": ["展区"]}


async def test_an_active_loop_survives_the_cut_and_its_end_does_too(store, domain, visitor):
    tracker = DialogueStateTracker(visitor, domain.slots)
    tracker.update(ActiveLoop("booth_form"))
    tracker.update(SlotSet("requested_slot", "context"))
    await store.save(tracker)
    read = await converse(store, 20, visitor)
    assert (read.active_loop_name, read.get_slot("requested_slot")) == ("booth_form", "context")
    read.update(ActiveLoop(None))
    read.update(SlotSet("requested_slot", None))
    await store.save(read)
    after = await converse(store, 20, visitor)
    assert (after.active_loop_name, after.get_slot("requested_slot")) == (None, None)


async def test_what_was_kept_begins_at_a_message_of_the_visitor(store, visitor):
    read = await converse(store, 50, visitor)
    messages = [event.text for event in read.events if isinstance(event, UserUttered)]
    assert messages == [f"message {number}" for number in range(50 - KEPT_TURNS, 50)]
    assert read.latest_message.message_id == "m49"


async def test_a_slot_set_later_does_not_reach_back_before_the_cut(domain):
    tracker = DialogueStateTracker("visitor", domain.slots)
    for number in range(10):
        say(tracker, number)
    (first,) = [event for event in compact(tracker)[:2] if isinstance(event, SlotSet)]
    assert first.value == {"turn": 10 - KEPT_TURNS - 1, "topics": ["展区"]}


async def test_conversations_do_not_mix(store):
    a, b = senders_of(store, "a", "b")
    await converse(store, 3, a)
    await converse(store, 1, b)
    assert (await store.retrieve(a)).get_slot("context")["turn"] == 2
    assert (await store.retrieve(b)).get_slot("context")["turn"] == 0
    assert await store.retrieve("c") is None


async def test_nothing_is_kept_of_a_conversation_that_is_not_there(store, domain):
    with pytest.raises(NoSuchConversation):
        await store.save(DialogueStateTracker("erased", domain.slots))


async def test_another_process_reads_what_was_saved(domain, tmp_path):
    first, second = (Scribe(Database(tmp_path / "records.db")) for _ in range(2))
    first.database.migrate()
    (visitor,) = senders_of(FlatTrackerStore(domain, first), "visitor")
    kept = await converse(FlatTrackerStore(domain, first), 5, visitor)
    assert state(await FlatTrackerStore(domain, second).retrieve(visitor)) == state(kept)
    first.close()
    second.close()


async def test_a_store_that_fails_says_so_and_does_not_begin_a_blank_conversation(store, visitor):
    await converse(store, 1, visitor)
    with store._scribe.database.begin() as session:
        session.execute(text("DROP TABLE trackers"))
    with pytest.raises(Exception, match="no such table"):
        await store.get_or_create_tracker(visitor)
