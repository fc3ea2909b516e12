"""The gateway with a fake assistant: cleaning, limits, one turn at a time, failures."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.gateway import Gateway, Limits, TurnFailed, sanitize
from knowledge.reply import Kind

TODAY = dt.date(2023, 3, 1)
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u3164\uffa0\ufe00\ufe0f\U000e0100\u200b\u200d\ufeff")
SLASHES = "\u034f\u3164\ufe0f/\\⁄∕⧸╱／＼\ufeff\u200b\x00\x1b[31m \t\n"


@pytest.fixture
def to(brain, library):
    return Gateway(brain, Limits(message=100, turn=0.2), lambda: TODAY)


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
    assert brain.heard == [("a", "Where is it?")]


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
    assert brain.heard == [("a", heard)]


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
    assert brain.heard == [("a", "展" * 100)]


@given(st.one_of(st.text(), st.text(alphabet=SLASHES + "ab展"), st.builds("{}{}".format, st.text(alphabet=SLASHES), st.text())))
@hypothesis_settings(deadline=None, max_examples=500)
def test_whatever_is_written_sanitize_leaves_no_slash_in_front_and_nothing_invisible(text):
    said = sanitize(text)
    assert not said.startswith(("/", "\\"))
    assert said == said.strip()
    assert not {unicodedata.category(c) for c in said} & INVISIBLE
    assert not set(said) & UNSEEN
    assert sanitize(said) == said


@given(st.text(alphabet=SLASHES + "ab展", max_size=20))
@hypothesis_settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_there_is_a_reply(library, text):
    class Repeater:
        async def turn(self, conversation, text, today, message_id):
            assert not text.startswith("/")
            raise TurnFailed("on purpose")

    replies = asyncio.run(Gateway(Repeater(), Limits(), lambda: TODAY).handle("a", text))
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
    assert brain.most_at_once == {"a": 1, "b": 1}
    assert [text for who, text in brain.heard if who == "a"] == [f"number {n}" for n in range(8)]


async def test_conversations_run_beside_each_other(to, brain):
    brain.seconds = 0.1
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(to.handle(f"visitor {n}", "hello") for n in range(20)))
    assert asyncio.get_running_loop().time() - began < 1.0


async def test_no_lock_is_kept_of_a_conversation_that_is_over(to):
    for n in range(50):
        await to.handle(f"visitor {n}", "hello")
    assert len(to._locks) == 0
