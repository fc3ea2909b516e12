"""What is accepted is answered once: after a crash, after an outage of the records, with several workers, and with staff."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

import pytest

from connectors.gateway import Gateway, Inbound, Limits, Scribe, Thought
from connectors.gateway import rounds as rounds_module
from connectors.gateway import turns as turns_module
from connectors.gateway.rounds import every
from connectors.gateway.terminal import Terminal
from records import conversations, transcript, turns, visits
from records.database import Database
from records.errors import DatabaseUnavailable
from records.models import Owner
from tests.conftest import echo

TODAY = dt.date(2023, 3, 1)


def now(seconds=0.0):
    return dt.datetime.now(dt.timezone.utc) + dt.timedelta(seconds=seconds)


@pytest.fixture
def gateway_on(brain, library, scribe):
    """Makes a gateway on the records, as a server process has one."""

    def make(worker="server", mind=brain, on=scribe):
        return Gateway(mind, on, Limits(turn=1.0), lambda: TODAY, worker=worker)

    return make


async def store(gateway, text, name="a", number=1):
    """Accept a message as a server does that is killed at once: stored and claimed, and nothing more."""
    return await gateway.intake.accept(Terminal(), Inbound(f"message-{number}", name, text=text))


def told(scribe, name="a"):
    """What was said in a conversation."""
    with scribe.database.begin() as session:
        talk = visits.open_conversation(session, "terminal", "", name, now())
        return [message.text for message in transcript.transcript(session, talk.id)]


async def settled(gateway, condition):
    """Wait until something is so."""
    end = asyncio.get_running_loop().time() + 5
    while not condition():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.01)


async def test_what_a_killed_server_had_accepted_is_answered_at_once_after_its_next_start(gateway_on, scribe, brain):
    dead = gateway_on()
    for n in range(3):
        await store(dead, f"number {n}", number=n)
    await store(dead, "hello", name="b")
    async with gateway_on().running(alone=True):
        await settled(dead, lambda: len(brain.finished) == 4)
        await settled(dead, lambda: len(told(scribe)) == 6)
    assert told(scribe)[3:] == [f"heard: number {n}" for n in range(3)]
    assert told(scribe, "b") == ["hello", "heard: hello"]


async def test_a_turn_that_was_done_before_the_crash_is_not_done_again(gateway_on, scribe, brain):
    dead = gateway_on()
    receipt = await store(dead, "hello")
    brain.remembered = {str(receipt.message.id): [echo("what was said before the crash")]}
    async with gateway_on().running(alone=True):
        await settled(dead, lambda: len(told(scribe)) == 2)
    assert (told(scribe), brain.heard) == (["hello", "heard: what was said before the crash"], [])


async def test_a_new_message_takes_an_older_one_along_that_nobody_answered(gateway_on, scribe, brain):
    dead = gateway_on()
    first = await store(dead, "before the crash")
    await scribe.write(lambda session: turns.release_turn(session, first.turn))
    brain.remembered = {str(first.message.id): [echo("said before")]}
    await gateway_on().handle("a", "after it")
    assert told(scribe) == ["before the crash", "after it", "heard: said before", "heard: after it"]


async def test_another_worker_takes_over_when_the_claim_has_run_out_and_not_before(gateway_on, scribe, brain, monkeypatch):
    await store(gateway_on("one"), "hello")
    other = gateway_on("two")
    await other.recovery.round()
    assert (await other.finish(1), brain.heard) == (0, [])
    monkeypatch.setattr(rounds_module, "utc_now", lambda: now(turns_module.LEASE_SECONDS + 1))
    await other.recovery.round()
    await other.finish(1)
    assert told(scribe) == ["hello", "heard: hello"]


async def test_a_claim_is_lengthened_while_its_turn_runs(gateway_on, scribe, brain, monkeypatch):
    brain.seconds = 0.2
    one, two = gateway_on("one"), gateway_on("two")
    asked = asyncio.create_task(one.handle("a", "hello"))
    await settled(one, lambda: brain.heard)
    for gateway, seconds in ((one, turns_module.LEASE_SECONDS - 1), (two, turns_module.LEASE_SECONDS + 1)):
        monkeypatch.setattr(rounds_module, "utc_now", lambda seconds=seconds: now(seconds))
        await gateway.recovery.round()
    await asked
    assert (told(scribe), brain.heard) == (["hello", "heard: hello"], ["hello"])


async def test_of_two_workers_that_answer_the_same_message_one_answer_is_stored(gateway_on, scribe, brain, monkeypatch):
    brain.seconds = 0.1
    one, two = gateway_on("one"), gateway_on("two")
    asyncio.create_task(one.handle("a", "hello"))  # noqa: RUF006 (it gets no answer: the other worker gives it)
    await settled(one, lambda: brain.heard)
    monkeypatch.setattr(rounds_module, "utc_now", lambda: now(turns_module.LEASE_SECONDS + 1))  # the clock of `two` is ahead
    await two.recovery.round()
    assert (await one.finish(2), await two.finish(2)) == (0, 0)
    assert brain.heard == ["hello", "hello"]
    assert told(scribe) == ["hello", "heard: hello"]


async def test_workers_share_a_conversation_in_order(library, brain, gateway_on, tmp_path):
    scribes = [Scribe(Database(tmp_path / "shared.db")) for _ in range(3)]
    scribes[0].database.migrate()
    workers = [gateway_on(f"worker {n}", on=scribe) for n, scribe in enumerate(scribes)]
    terminal = Terminal()
    async with workers[0].running(alone=False), workers[1].running(alone=False), workers[2].running(alone=False):
        for n in range(30):
            await workers[n % 3].accept(terminal, Inbound(f"message-{n}", "a", text=f"number {n}"))
        await settled(None, lambda: len(told(scribes[0])) == 60)
    assert [text for text in told(scribes[0]) if text.startswith("heard")] == [f"heard: number {n}" for n in range(30)]
    assert set(brain.most_at_once.values()) == {1}
    for scribe in scribes:
        scribe.close()


async def test_what_staff_took_over_meanwhile_is_not_answered_by_the_assistant(gateway_on, scribe, brain):
    brain.seconds = 0.1
    gateway = gateway_on()
    asyncio.create_task(gateway.handle("a", "hello"))  # noqa: RUF006 (it gets no answer)
    await settled(gateway, lambda: brain.heard)
    with scribe.database.begin() as session:
        talk = visits.open_conversation(session, "terminal", "", "a", now())
        conversations.move(session, talk.id, Owner.QUEUED, talk.epoch, now())
    assert await gateway.finish(2) == 0
    assert told(scribe) == ["hello"]


class TestTheRecordsAreGoneForAWhile:
    """No answer is kept in memory, and none is lost."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(turns_module, "_FIRST_PAUSE", 0.02)

    async def test_an_answer_that_cannot_be_stored_is_asked_for_again_and_taken_from_memory(self, gateway_on, scribe, brain, monkeypatch):
        stored, failures = turns.answer, iter([DatabaseUnavailable("gone")] * 3)

        def failing(session, turn, *args, **more):
            brain.remembered[str(turn.message.id)] = [echo("from memory")]
            for failure in failures:
                raise failure
            return stored(session, turn, *args, **more)

        monkeypatch.setattr(turns_module.turns, "answer", failing)
        (reply,) = await gateway_on().handle("a", "hello")
        assert reply.text == "heard: from memory"
        assert (told(scribe), brain.heard) == (["hello", "heard: from memory"], ["hello"])

    async def test_an_assistant_whose_memory_cannot_be_read_is_no_failed_turn(self, gateway_on, scribe, brain):
        brain.error = DatabaseUnavailable("gone")
        gateway = gateway_on()
        asked = asyncio.create_task(gateway.handle("a", "hello"))
        await settled(gateway, lambda: len(brain.heard) > 2)
        brain.error = None
        assert [reply.text for reply in await asked] == ["heard: hello"]
        assert told(scribe) == ["hello", "heard: hello"]

    async def test_an_answer_that_can_never_be_stored_becomes_a_failed_turn(self, gateway_on, scribe, brain, monkeypatch):
        async def unstorable(_conversation, heard):
            return Thought((echo("\ud800" if heard.text == "bad" else heard.text),))

        monkeypatch.setattr(brain, "turn", unstorable)
        gateway = gateway_on()
        (failed,) = await gateway.handle("a", "bad")
        assert failed.metadata.error_id in failed.text
        assert [reply.text for reply in await gateway.handle("a", "good")] == ["heard: good"]


async def test_rounds_go_on_whatever_goes_wrong_and_tell_it_once(caplog):
    outcomes = iter([DatabaseUnavailable("gone"), DatabaseUnavailable("gone"), KeyError("x"), None, KeyError("x"), None])
    done = []

    async def work():
        done.append(1)
        outcome = next(outcomes, None)
        if outcome:
            raise outcome

    with caplog.at_level(logging.ERROR, "connectors.gateway"):
        task = asyncio.create_task(every(0.001, work))
        await settled(None, lambda: len(done) > 8)
        task.cancel()
    assert [record.exc_info is not None for record in caplog.records] == [False, True, True]
