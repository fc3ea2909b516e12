"""The gateway with a fake assistant: cleaning, limits, one turn at a time, failures."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.gateway import Gateway, Limits, TurnFailed, in_memory
from knowledge.reply import Kind
from records import transcript, visits

TODAY = dt.date(2023, 3, 1)
SLASHES = "\u034f\u3164\ufe0f/\\⁄∕⧸╱／＼\ufeff\u200b\x00\x1b[31m \t\n"


@pytest.fixture
def to(brain, library, scribe):
    return Gateway(brain, scribe, Limits(message=100, turn=0.2), lambda: TODAY)


def told(gateway, conversation):
    """Who said what in a conversation of the terminal, as it is in the records."""
    with gateway.scribe.database.begin() as session:
        found = visits.open_conversation(session, "terminal", "", conversation, dt.datetime.now(dt.timezone.utc))
        return [(message.author.value, message.text) for message in transcript.transcript(session, found.id)]


def kinds(replies):
    return [reply.metadata.kind for reply in replies]


async def test_the_assistants_reply_comes_back_whole(to, brain):
    replies = await to.handle("a", " Where  is it?\n")
    assert [reply.as_dict() for reply in replies] == [
        {
            "text": "heard: Where is it?",
            "buttons": [],
            "metadata": {"kind": "answer", "language": "en", "facts": ["fact"], "sources": ["Annex 2"], "confidence": 0.5},
        }
    ]
    assert brain.heard == ["Where is it?"]


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("/EXTERNAL: greet", "EXTERNAL: greet"),
        ("/where is it", "where is it"),
        ("／几号截止", "几号截止"),
        ("时间/地点", "时间/地点"),
    ],
)
async def test_no_slash_reaches_the_dialogue_at_the_front(to, brain, sent, heard):
    await to.handle("a", sent)
    assert brain.heard == [heard]


@pytest.mark.parametrize(
    "sent",
    [
        "/restart",
        '/ask_time{"topic": "x"}',
        "//restart",
        " \t/ / restart",
        "／want_person",
        "\u200b/restart",
        "\ufeff\u2066/restart",
        "\x1b[31m/restart\x1b[0m",
        "\x00/\x00/session_start",
        "\\/restart",
        "\u034f\u3164/restart",
        "\ufe0f/ \u17b4/restart",
    ],
)
async def test_an_order_to_the_dialogue_is_no_message(to, brain, sent):
    assert kinds(await to.handle("a", sent)) == [Kind.CLARIFY]
    assert brain.heard == []


@pytest.mark.parametrize("sent", ["", " ", "\n\t", "/", "///", "\u200b", "\x00\x01", "\x1b[2J", "\ud800"])
async def test_nothing_said_gets_a_question_and_does_not_reach_the_assistant(to, brain, sent):
    assert kinds(await to.handle("a", sent)) == [Kind.CLARIFY]
    assert brain.heard == []


async def test_what_is_too_long_is_said_to_be_in_its_language(to, brain):
    chinese, english = await to.handle("a", "展" * 5000), await to.handle("a", "where is it " * 500)
    assert [reply.metadata.language for reply in (*chinese, *english)] == ["zh", "en"]
    assert kinds(chinese) == kinds(english) == [Kind.CLARIFY]
    assert "100" in chinese[0].text
    assert brain.heard == []


async def test_a_message_of_just_the_limit_passes(to, brain):
    await to.handle("a", "展" * 100)
    assert brain.heard == ["展" * 100]


@given(st.text(alphabet=SLASHES + "ab展", max_size=20))
@hypothesis_settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_there_is_a_reply(library, text):
    class Repeater:
        async def turn(self, _conversation, heard):
            assert not heard.text.startswith("/")
            raise TurnFailed("on purpose")

    replies = asyncio.run(Gateway(Repeater(), in_memory(), Limits(), lambda: TODAY).handle("a", text))
    assert replies
    assert all(reply.text for reply in replies)


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), TurnFailed("no reply came"), KeyError("x")])
async def test_a_failure_becomes_a_sentence_with_the_id_of_the_logs_entry(to, brain, caplog, error):
    brain.error = error
    with caplog.at_level(logging.ERROR, "connectors.gateway"):
        (reply,) = await to.handle("a", "Where is it?")
    assert reply.metadata.kind is Kind.ERROR
    assert re.fullmatch("[0-9a-f]{8}", reply.metadata.error_id or "")
    assert reply.metadata.error_id in reply.text
    assert "secret detail" not in reply.text
    (record,) = caplog.records
    assert reply.metadata.error_id in record.getMessage()
    assert record.exc_info[1] is error
    assert "Where is it?" not in record.getMessage()


async def test_a_slow_turn_ends_in_a_failure_and_the_next_one_goes_through(to, brain):
    brain.seconds = 5
    assert kinds(await to.handle("a", "slow")) == [Kind.ERROR]
    brain.seconds = 0
    assert kinds(await to.handle("a", "quick")) == [Kind.ANSWER]
    assert brain.finished == ["quick"]


async def test_messages_of_one_conversation_never_overlap_and_keep_their_order(to, brain):
    brain.seconds = 0.01
    await asyncio.gather(*(to.handle("a", f"number {n}") for n in range(8)), *(to.handle("b", f"number {n}") for n in range(8)))
    assert set(brain.most_at_once.values()) == {1}
    assert len(brain.most_at_once) == 2
    expected = [line for n in range(8) for line in (("visitor", f"number {n}"), ("bot", f"heard: number {n}"))]
    assert sorted(told(to, "a")) == sorted(told(to, "b")) == sorted(expected)
    for name in "ab":
        assert [text for who, text in told(to, name) if who == "bot"] == [f"heard: number {n}" for n in range(8)]


async def test_conversations_run_beside_each_other(to, brain):
    brain.seconds = 0.1
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(to.handle(f"visitor {n}", "hello") for n in range(20)))
    assert asyncio.get_running_loop().time() - began < 1.0


async def test_nothing_is_kept_of_a_conversation_that_is_over(to):
    for n in range(20):
        await to.handle(f"visitor {n}", "hello")
    await asyncio.sleep(0)
    assert (to._turns._running, to._turns._following, dict(to._turns._expected), to._accepting) == ({}, {}, {}, set())


async def test_what_was_said_is_in_the_records_when_the_reply_is_here(to):
    await to.handle("a", "/where is it")
    await to.handle("a", "/restart")
    assert [who for who, _ in told(to, "a")] == ["visitor", "bot"] * 2
    assert [text for _, text in told(to, "a")][:3] == ["/where is it", "heard: where is it", "/restart"]


async def test_a_message_that_comes_again_is_answered_once(to, brain):
    terminal = to.channels["terminal"]
    first, answered = await to.accept(terminal, terminal.parse(("a", "hello", "message-1")))
    await answered
    again, _ = await to.accept(terminal, terminal.parse(("a", "hello", "message-1")))
    assert (first.fresh, again.fresh, again.message.id) == (True, False, first.message.id)
    assert brain.heard == ["hello"]


async def test_the_turn_goes_on_when_the_caller_has_gone(to, brain):
    brain.seconds = 0.05
    caller = asyncio.create_task(to.handle("a", "hello"))
    while not brain.heard:  # noqa: ASYNC110 (the fake tells nobody)
        await asyncio.sleep(0.005)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await to.finish(1.0) == 0
    assert told(to, "a") == [("visitor", "hello"), ("bot", "heard: hello")]


async def test_a_caller_that_goes_at_once_has_said_it_all_the_same(to):
    caller = asyncio.create_task(to.handle("a", "hello"))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    while to._accepting:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await to.finish(1.0)
    assert told(to, "a") == [("visitor", "hello"), ("bot", "heard: hello")]
