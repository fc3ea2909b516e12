"""A yes files one case and its number is told: delivered again, said twice, with the records gone, after a crash wherever it comes."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

import pytest

from actions.forms.filing import Stage
from connectors.gateway import Heard, Inbound
from connectors.gateway.terminal import Terminal
from knowledge.reply import Kind
from records import cases
from records.errors import DatabaseUnavailable
from tests.conversations.visit import Visit

pytestmark = pytest.mark.model


@pytest.fixture
async def visit(assistant, settings, library):
    """A visitor who has only the yes left to say."""
    found = Visit(assistant, settings, dt.date(2023, 3, 1))
    await found.to_summary()
    return found


def told_once(visit):
    """The number of the one case, which was told once."""
    (case,) = visit.cases()
    assert case.number is not None
    assert [case.number in text and "Filed" in text for text in visit.told()].count(True) == 1
    return case.number


async def until(condition, seconds=60.0):
    """Wait until something is so."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.05)


async def test_a_yes_that_is_delivered_again_files_once(visit):
    first, *others = await asyncio.gather(*(visit.deliver("yes", "the-yes") for _ in range(4)))
    (reply,) = (await first[1]).replies
    again, _ = await visit.deliver("yes", "the-yes")
    assert [receipt.fresh for receipt, _ in (first, *others)].count(True) == 1
    assert (again.fresh, reply.metadata.kind) == (False, Kind.FILED)
    assert told_once(visit) in reply.text


async def test_two_yeses_at_once_file_once(visit):
    (one,), (other,) = await asyncio.gather(visit.say("yes"), visit.say("yes"))
    assert {one.metadata.kind, other.metadata.kind} == {Kind.FILED, Kind.SMALLTALK}
    told_once(visit)


async def test_while_the_records_are_gone_nothing_is_said_to_be_filed_and_a_later_yes_files(visit, monkeypatch):
    def gone(*_args, **_more):
        raise DatabaseUnavailable("disk gone")

    with monkeypatch.context() as patch:
        patch.setattr(cases, "submit", gone)
        with pytest.raises(DatabaseUnavailable):
            await visit.assistant.turn(visit.place, Heard("yes", "lost", visit.today))
    assert ((await visit.filings()).open.stage, visit.cases()) == (Stage.SUMMARY, [])
    assert not [text for text in visit.told() if "Filed" in text]
    (reply,) = await visit.say("yes")
    assert reply.metadata.kind is Kind.FILED
    told_once(visit)


async def test_a_yes_waits_for_records_that_are_gone_for_a_while_and_is_filed_then(visit, monkeypatch):
    tries, submit = [], cases.submit

    def gone_twice(*args, **more):
        tries.append(1)
        if len(tries) < 3:
            raise DatabaseUnavailable("disk gone")
        return submit(*args, **more)

    monkeypatch.setattr(cases, "submit", gone_twice)
    (reply,) = await visit.say("yes")
    assert (reply.metadata.kind, len(tries)) == (Kind.FILED, 3)
    told_once(visit)


async def test_a_crash_between_the_case_and_the_memory_of_the_turn_files_once(visit, assistant, monkeypatch):
    saved, broken = assistant._store.save, []

    async def once(tracker):
        if not broken:
            broken.append(len(visit.cases()))
            raise DatabaseUnavailable("disk gone")
        await saved(tracker)

    monkeypatch.setattr(assistant._store, "save", once)
    (reply,) = await visit.say("yes")
    assert (broken, reply.metadata.kind) == ([1], Kind.FILED)
    assert told_once(visit) in reply.text


async def test_a_crash_before_the_answer_is_stored_files_once(visit, monkeypatch):
    stored, broken = visit.gateway._turns._store, []

    async def once(turn, answer):
        if not broken:
            broken.append(answer.replies[0].metadata.kind)
            raise DatabaseUnavailable("disk gone")
        return await stored(turn, answer)

    monkeypatch.setattr(visit.gateway._turns, "_store", once)
    (reply,) = await visit.say("yes")
    assert (broken, reply.metadata.kind) == ([Kind.FILED], Kind.FILED)
    told_once(visit)


async def test_a_yes_that_took_too_long_and_is_said_again_files_once(visit, monkeypatch):
    submit, slow = cases.submit, [True]

    def slowly(*args, **more):
        case = submit(*args, **more)
        if slow:
            slow.clear()
            time.sleep(1.5)
        return case

    monkeypatch.setattr(cases, "submit", slowly)
    monkeypatch.setattr(visit.gateway._turns._answering._thinking, "_seconds", 1.0)
    (failed,) = await visit.say("yes")
    monkeypatch.setattr(visit.gateway._turns._answering._thinking, "_seconds", 60.0)
    (reply,) = await visit.say("yes")
    assert (failed.metadata.kind, reply.metadata.kind) == (Kind.ERROR, Kind.FILED)
    assert told_once(visit) in reply.text


@pytest.mark.parametrize("remembered", [True, False], ids=["after the memory of the turn", "before it"])
async def test_after_a_kill_the_next_server_tells_the_number(visit, assistant, monkeypatch, remembered):
    receipt = await visit.gateway.intake.accept(Terminal(), Inbound("the-yes", visit.key, text="yes"))
    saved = assistant._store.save

    async def lost(_tracker):
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(assistant._store, "save", saved if remembered else lost)
        try:
            await assistant.turn(visit.place, Heard("yes", str(receipt.message.id), visit.today))
        except OSError:
            assert not remembered
    assert (len(visit.cases()), [text for text in visit.told() if "Filed" in text]) == (1, [])
    visit.gateway = visit.new_gateway()
    async with visit.gateway.running(alone=True):
        await until(lambda: any("Filed" in text for text in visit.told()))
    told_once(visit)


async def test_what_is_said_while_a_yes_is_filed_is_answered_after_it(visit):
    (filed,), (cases_,) = await asyncio.gather(visit.say("yes"), visit.say("my cases"))
    number = visit.cases()[0].number
    assert (number in filed.text, number in cases_.text, filed.metadata.kind) == (True, True, Kind.FILED)


async def test_a_second_request_may_be_filed_after_the_first(visit):
    await visit.say("yes")
    await visit.to_summary()
    (reply,) = await visit.say("yes")
    second, first = visit.cases()
    assert (reply.metadata.kind, second.duplicate_of is not None, second.details) == (Kind.FILED, True, first.details)
