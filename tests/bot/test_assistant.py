"""The whole way with the trained model: a message in, replies out."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.readiness import missing
from bot.server import make_app
from connectors.gateway import TurnFailed
from connectors.web.app import WebChannel
from connectors.web.tokens import Tokens
from knowledge.reply import Kind

pytestmark = pytest.mark.model


@pytest.fixture
async def client(gateway, assistant):
    async def lacking():
        return await missing(assistant)

    transport = httpx.ASGITransport(make_app(WebChannel(gateway, Tokens("secret", 30), 65536), lacking))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        yield found


@pytest.mark.parametrize(("text", "language"), [("大会在哪里举办？", "zh"), ("Where is the conference held?", "en")])
async def test_a_question_is_answered_with_its_source(client, text, language):
    answer = await client.post("/web/messages", json={"text": text})
    (reply,) = answer.json()["replies"]
    assert (reply["metadata"]["kind"], reply["metadata"]["language"]) == ("answer", language)
    assert reply["metadata"]["sources"]


@pytest.mark.parametrize(
    "text", ["/restart", '/ask_time{"a": 1}', "/session_start", "🎉🎉🎉", "", "\x00\x07", "展" * 5000, "\u202e/restart", "{}", "%s"]
)
async def test_odd_messages_get_a_clear_reply_and_trigger_nothing(client, text):
    answer = await client.post("/web/messages", content=json.dumps({"text": text}))
    (reply,) = answer.json()["replies"]
    assert answer.status_code == 200
    assert reply["text"]
    assert reply["metadata"]["kind"] != "error"
    assert "Traceback" not in answer.text


async def test_ready_is_ready(client):
    assert (await client.get("/ready")).json() == {"status": "ready"}


async def test_ready_names_a_tracker_store_that_does_not_answer(client, assistant, monkeypatch):
    def broken(_sender):
        raise OSError("disk gone")

    monkeypatch.setattr(assistant._agent.tracker_store, "_read", broken)
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["tracker store"])


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


async def test_what_a_turn_that_was_cut_off_left_behind_does_not_fail_the_next(assistant, settings):
    assistant._endpoint.failures["cut off"] = RuntimeError("left behind")
    assistant._tripped.add("cut off")
    assert await assistant.turn("cut off", "Where is the conference held?", settings.today, "m1")


async def test_nothing_is_missing_until_the_model_is(assistant, monkeypatch):
    assert await assistant.missing() == []
    monkeypatch.setattr(assistant._agent, "processor", None)
    assert await assistant.missing() == ["model"]


async def test_no_reply_is_a_failed_turn(assistant, settings, monkeypatch):
    async def silent(_call):
        return {"events": [], "responses": []}

    monkeypatch.setattr(assistant._endpoint._executor, "run", silent)
    with pytest.raises(TurnFailed, match="no reply came"):
        await assistant.turn("silent", "Where is it?", settings.today, "m1")


async def test_the_tracker_stays_small(gateway, assistant):
    sizes = []
    for _ in range(30):
        await gateway.handle("long", "Where is the conference held?")
        sizes.append(len(assistant._agent.tracker_store._read("long")))
    assert max(sizes[5:]) <= 1.05 * min(sizes[5:])


async def test_a_choice_can_be_typed_as_its_number(gateway):
    (offered,) = await gateway.handle("number", "截止是几号？")
    if not offered.buttons:
        pytest.skip("the pack answers this without a question back")
    (by_number,) = await gateway.handle("number", "1")
    await gateway.handle("title", "截止是几号？")
    (by_title,) = await gateway.handle("title", offered.buttons[0].title)
    assert by_number == by_title
