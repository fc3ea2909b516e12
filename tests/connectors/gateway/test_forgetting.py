"""A visitor has all of it deleted by words: asked once, done on yes, and told so although nothing of the conversation is left."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import inspect

from connectors.gateway import DeliveryFailed, DeliveryRefused, Gateway, Limits, farewells
from connectors.gateway.texts import text
from knowledge.reply import Kind
from records import transcript, visits
from records.errors import NoSuchVisitor, Spent
from records.models import metadata
from tests.connectors.gateway.post import Post

TODAY = dt.date(2023, 3, 1)
NOTHING_LEFT = {"tallies", "spent_ids"}


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def gateway_of(brain, library, scribe, post):
    return Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post], retention=90)


@pytest.fixture
async def running(gateway_of):
    """The gateway of a server."""
    async with gateway_of.running(alone=True):
        yield gateway_of
        await gateway_of.finish(2)


async def said(gateway_of, post, words, visitor="a", message_id=None):
    """Write so and wait for the answer."""
    _, answered = await gateway_of.accept(post, post.parse((visitor, message_id or f"{visitor}-{len(post.took)}-{words}", words)))
    return await answered


async def took(post, number):
    """What the channel took, once it is so many."""
    for _ in range(300):
        if len(post.took) >= number:
            break
        await asyncio.sleep(0.01)
    return [words for _, words in post.took]


def rows(gateway_of):
    with gateway_of.scribe.database.read() as session:
        tables = set(inspect(session).get_table_names()) & set(metadata.tables) - NOTHING_LEFT
        return {name: n for name in tables if (n := session.exec_driver_sql(f"SELECT COUNT(*) FROM {name}").scalar())}


@pytest.mark.parametrize(
    ("wish", "yes", "tag"),
    [
        ("please delete all my data", "yes", "en"),
        ("删除我的数据", "是", "zh"),
        ("請刪除我的全部個人資料", "是，刪除我的數據", "zh-Hant"),
    ],
)
async def test_all_is_erased_on_yes_and_the_last_sentence_still_arrives(running, post, brain, wish, yes, tag):
    await said(running, post, "hello")
    asked = await said(running, post, wish)
    outcome = await said(running, post, yes)
    assert [reply.text for reply in (*asked.replies, *outcome.replies)] == [text("erase", tag), text("erased", tag)]
    assert (asked.replies[0].metadata.kind, len(asked.replies[0].buttons), outcome.erased) == (Kind.CONFIRM, 2, True)
    assert (await took(post, 3))[-1] == text("erased", tag)
    assert (rows(running), brain.heard) == ({}, ["hello"])


async def test_the_title_of_a_button_is_what_it_says(running, post):
    asked = await said(running, post, "delete my data")
    assert [button.title for button in asked.replies[0].buttons] == ["Yes, delete my data", "No, keep it"]
    stored = asked.messages[0].buttons
    assert [button["title"] for button in stored] == ["Yes, delete my data", "No, keep it"]


@pytest.mark.parametrize("no", ["no", "No, keep it", "2"])
async def test_a_no_keeps_everything_and_ends_the_question(running, post, brain, no):
    await said(running, post, "delete my data")
    assert [reply.text for reply in (await said(running, post, no)).replies] == [text("not_erased", "en")]
    await said(running, post, "yes")
    assert (brain.heard, rows(running)["messages"]) == (["yes"], 6)


async def test_anything_else_drops_the_question(running, post, brain):
    await said(running, post, "delete my data")
    await said(running, post, "when is it?")
    await said(running, post, "yes")
    assert (brain.heard, rows(running)["visitors"]) == (["when is it?", "yes"], 1)


async def test_a_yes_that_was_written_before_the_question_came_deletes_nothing(running, post, brain):
    brain.seconds = 0.1
    results = await asyncio.gather(*(said(running, post, words) for words in ("hello", "delete my data", "yes")))
    assert [result.erased for result in results] == [False] * 3
    assert brain.heard == ["hello", "yes"]


async def test_a_wish_that_is_sent_twice_is_asked_twice(running, post):
    for number in range(2):
        asked = await said(running, post, "delete my data", message_id=f"m-{number}")
        assert [reply.text for reply in asked.replies] == [text("erase", "en")]
    assert (await said(running, post, "yes")).erased


async def test_the_question_survives_a_crash(gateway_of, post, brain, library, scribe):
    await said(gateway_of, post, "delete my data")
    after = Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post], retention=90)
    assert (await said(after, post, "yes")).erased
    assert rows(after) == {}


async def test_a_yes_that_was_accepted_before_a_crash_is_done_after_it(gateway_of, post, brain, library, scribe, monkeypatch):
    await said(gateway_of, post, "delete my data")
    monkeypatch.setattr(gateway_of._turns, "start", lambda *_: None)  # the process dies here
    receipt, _ = await gateway_of.accept(post, post.parse(("a", "the yes", "yes")))
    assert (receipt.fresh, rows(gateway_of)["visitors"]) == (True, 1)
    after = Gateway(brain, scribe, Limits(), lambda: TODAY, channels=[post], retention=90)
    async with after.running(alone=True):
        for _ in range(500):  # the question itself may be sent before, or not
            if ("a", text("erased", "en")) in post.took:
                break
            await asyncio.sleep(0.01)
        await after.finish(2)
    assert post.took[-1] == ("a", text("erased", "en"))
    assert rows(after) == {}


async def test_the_yes_that_a_channel_delivers_again_begins_nothing_new(running, post, brain):
    await said(running, post, "delete my data")
    await said(running, post, "yes", message_id="the yes")
    with pytest.raises(Spent):
        await said(running, post, "yes", message_id="the yes")
    assert (rows(running), brain.heard) == ({}, [])
    await said(running, post, "hello again")
    assert (rows(running)["visitors"], brain.heard) == (1, ["hello again"])


async def test_other_visitors_lose_nothing(running, post):
    await said(running, post, "hello", visitor="b")
    await said(running, post, "delete my data")
    await said(running, post, "yes")
    with running.scribe.database.read() as session:
        with pytest.raises(NoSuchVisitor):
            visits.find_visitor(session, "post", "", "a")
        kept = visits.find_visitor(session, "post", "", "b")
        assert [m.text for m in transcript.transcript(session, kept.id)] == ["hello", "heard: hello"]


async def test_the_last_sentence_is_tried_again(running, post, monkeypatch):
    monkeypatch.setattr(farewells, "_PAUSES", (0.01,) * 4)
    await said(running, post, "delete my data")
    await took(post, 1)
    post.outcomes = [DeliveryFailed("busy"), ConnectionError("gone"), None]
    await said(running, post, "yes")
    assert (await took(post, 2))[-1] == text("erased", "en")
    assert len(post.tried) == 4


async def test_a_last_sentence_that_is_refused_is_told_in_the_log_without_a_word_of_it(running, post, caplog):
    await said(running, post, "delete my data", visitor="visitor 17")
    await took(post, 1)
    post.outcomes = [DeliveryRefused("blocked")]
    await said(running, post, "yes", visitor="visitor 17")
    await running.finish(2)
    assert "could not be told that all is erased" in caplog.text
    assert ("visitor 17" in caplog.text, text("erased", "en") in caplog.text) == (False, False)


async def test_at_the_terminal_too(gateway_of, brain):
    for words, reply in (("delete my data", "erase"), ("yes", "erased")):
        assert [found.text for found in await gateway_of.handle("a", words)] == [text(reply, "en")]
    assert (rows(gateway_of), brain.heard) == ({}, [])
