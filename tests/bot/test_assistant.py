"""The whole way with the trained model: a message in, replies out."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import secrets
import time

import httpx
import pytest

from bot.readiness import missing
from bot.server import make_app
from connectors.gateway import Heard, TurnFailed
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from knowledge.reply import Kind
from knowledge.wording.texts import text as wording
from records import visits
from records.errors import DatabaseUnavailable

pytestmark = pytest.mark.model


@pytest.fixture
async def client(gateway, assistant):
    async def lacking():
        return await missing(assistant)

    web = Web(gateway, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
    transport = httpx.ASGITransport(make_app(web, lacking))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        yield found


class Talk:
    """A conversation of the records, straight with the assistant."""

    def __init__(self, assistant, today):
        self.assistant, self.today, self.count = assistant, today, 0
        with assistant.scribe.database.begin() as session:
            now = dt.datetime.now(dt.timezone.utc)
            self.conversation = visits.open_conversation(session, "test", "", secrets.token_hex(8), now).public_id

    async def say(self, text, **more):
        self.count += 1
        return await self.assistant.turn(self.conversation, Heard(text, f"message-{self.count}", self.today, **more))


@pytest.fixture
def talk(assistant, settings):
    """A new conversation."""
    return Talk(assistant, settings.today)


@pytest.mark.parametrize(("text", "language"), [("大会在哪里举办？", "zh"), ("Where is the conference held?", "en")])
async def test_a_question_is_answered_with_its_source(client, text, language):
    answer = await client.post("/web/messages?wait=20", json={"text": text})
    (reply,) = answer.json()["replies"]
    assert (reply["metadata"]["kind"], reply["metadata"]["language"]) == ("answer", language)
    assert reply["metadata"]["sources"]


@pytest.mark.parametrize(
    "text", ["/restart", '/ask_time{"a": 1}', "/session_start", "🎉🎉🎉", "", "\x00\x07", "展" * 5000, "\u202e/restart", "{}", "%s"]
)
async def test_odd_messages_get_a_clear_reply_and_trigger_nothing(client, text):
    answer = await client.post("/web/messages?wait=20", content=json.dumps({"text": text}))
    (reply,) = answer.json()["replies"]
    assert answer.status_code == 200
    assert reply["text"]
    assert reply["metadata"]["kind"] != "error"
    assert "Traceback" not in answer.text


async def test_ready_is_ready(client):
    assert (await client.get("/ready")).json() == {"status": "ready"}


async def test_ready_names_a_tracker_store_that_does_not_answer(client, assistant, monkeypatch):
    async def broken(_sender):
        raise OSError("disk gone")

    monkeypatch.setattr(assistant._store, "read", broken)
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["tracker store"])


async def test_ready_names_records_that_cannot_be_used(client, assistant, monkeypatch):
    def gone():
        raise DatabaseUnavailable("disk gone")

    monkeypatch.setattr(assistant.scribe.database, "check", gone)
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["records"])


async def test_an_action_that_fails_is_a_failed_turn_and_the_next_one_is_not(gateway, assistant, monkeypatch):
    async def broken(_call):
        raise RuntimeError("secret detail")

    with monkeypatch.context() as patch:
        patch.setattr(assistant._endpoint._executor, "run", broken)
        (failed,) = await gateway.handle("failing", "Where is the conference held?")
    (answered,) = await gateway.handle("failing", "Where is the conference held?")
    assert (failed.metadata.kind, answered.metadata.kind) == (Kind.ERROR, Kind.ANSWER)
    assert failed.metadata.error_id in failed.text
    assert "secret detail" not in failed.text


async def test_what_a_turn_that_was_cut_off_left_behind_does_not_fail_the_next(assistant, talk):
    assistant._endpoint.failures[talk.conversation] = RuntimeError("left behind")
    assistant._tripped.add(talk.conversation)
    assert (await talk.say("Where is the conference held?")).replies


async def test_nothing_is_missing_until_the_model_is(assistant, monkeypatch):
    assert await assistant.missing() == []
    monkeypatch.setattr(assistant._agent, "processor", None)
    assert await assistant.missing() == ["model"]


async def test_no_reply_is_a_failed_turn(assistant, talk, monkeypatch):
    async def silent(_call):
        return {"events": [], "responses": []}

    monkeypatch.setattr(assistant._endpoint._executor, "run", silent)
    with pytest.raises(TurnFailed, match="no reply came"):
        await talk.say("Where is it?")


async def test_the_tracker_stays_small(assistant, talk):
    sizes = []
    for _ in range(30):
        await talk.say("Where is the conference held?")
        sizes.append(len(await assistant._store.read(talk.conversation)))
    assert max(sizes[5:]) <= 1.05 * min(sizes[5:])


async def test_a_choice_can_be_typed_as_its_number(gateway):
    (offered,) = await gateway.handle("number", "截止是几号？")
    if not offered.buttons:
        pytest.skip("the pack answers this without a question back")
    (by_number,) = await gateway.handle("number", "1")
    await gateway.handle("title", "截止是几号？")
    (by_title,) = await gateway.handle("title", offered.buttons[0].title)
    assert by_number == by_title


async def test_what_was_understood_comes_with_the_replies(talk):
    thought = await talk.say("Where is the conference held?")
    assert (thought.intent, thought.certainty > 0.5, len(thought.replies)) == ("ask_venue", True, 1)


async def test_the_replies_of_a_turn_are_remembered_by_the_id_of_its_message(assistant, talk):
    thoughts = [await talk.say(text) for text in ("Where is the conference held?", "截止是几号？", "电话呢")]
    remembered = [await assistant.replies_to(talk.conversation, f"message-{n}") for n in (1, 2, 3, 4)]
    assert remembered == [*(list(thought.replies) for thought in thoughts), None]
    assert await assistant.replies_to("never there", "message-1") is None


async def test_a_turn_that_was_cut_off_before_its_end_is_not_remembered(assistant, talk, monkeypatch):
    await talk.say("Where is the conference held?")
    saved = assistant._store.save

    async def lost(_tracker):
        raise OSError("disk gone")

    with monkeypatch.context() as patch:
        patch.setattr(assistant._store, "save", lost)
        with pytest.raises(OSError, match="disk gone"):
            await talk.say("and when?")
    assert await assistant.replies_to(talk.conversation, "message-2") is None
    assert assistant._store.save == saved


async def test_a_button_enters_as_its_intent_and_never_as_a_text_with_a_slash(talk):
    thought = await talk.say("Where is the conference held?", intent="want_person")
    assert (thought.intent, thought.certainty) == ("want_person", 1.0)
    assert thought.replies[0].metadata.kind is Kind.HANDOFF


async def test_the_title_of_a_button_is_no_foreign_language_though_it_looks_like_one(talk):
    said = {"typed": (await talk.say("Innovatiezone onder leiding van bedrijven")).replies[0].text}
    said["tapped"] = (await talk.say("Innovatiezone onder leiding van bedrijven", ours=True)).replies[0].text
    word = wording("other_language", "en")
    assert {how: text.startswith(word) for how, text in said.items()} == {"typed": True, "tapped": False}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_interface_decides_where_a_text_is_too_short_to_tell(talk, language):
    (reply,) = (await talk.say("EO?", language=language)).replies
    assert reply.metadata.language == language


async def test_the_interface_decides_nothing_where_the_text_tells(talk):
    (reply,) = (await talk.say("展位", language="en")).replies
    assert reply.metadata.language == "zh"


async def test_who_switches_is_answered_in_that_language_whatever_was_said_before(talk):
    await talk.say("请说中文")
    assert (await talk.say("Where is the conference held?")).replies[0].metadata.language == "zh"
    assert (await talk.say("EO", language="en", switched=True)).replies[0].metadata.language == "en"
    assert (await talk.say("Where is the conference held?", language="en", switched=True)).replies[0].metadata.language == "en"
    assert (await talk.say("OK", language="en")).replies[0].metadata.language == "en"


async def test_others_are_heard_while_the_assistant_stands_still(assistant, talk, monkeypatch):
    async def frozen(_call):
        time.sleep(0.3)  # noqa: ASYNC251 (it stands still as a bad regular expression would)
        return {"events": [], "responses": []}

    monkeypatch.setattr(assistant._endpoint._executor, "run", frozen)
    turn = asyncio.create_task(talk.say("Where is it?"))
    began, ticks = asyncio.get_running_loop().time(), 0
    while not turn.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 15
    assert asyncio.get_running_loop().time() - began < 5
    with pytest.raises(TurnFailed):
        await turn


def test_products_of_a_turn_are_made_on_one_thread(assistant):
    from threadpoolctl import threadpool_info

    assert {pool["num_threads"] for pool in threadpool_info()} == {1}


async def test_what_it_would_answer_is_proposed_and_nothing_is_done(assistant, settings):
    with assistant.scribe.database.read() as session:
        before = session.exec_driver_sql("SELECT count(*) FROM cases").scalar()
    proposed = await assistant.propose("Until when can I apply for a booth?", "en", settings.today)
    assert "24 March 2023" in proposed.text
    with assistant.scribe.database.read() as session:
        assert session.exec_driver_sql("SELECT count(*) FROM cases").scalar() == before
