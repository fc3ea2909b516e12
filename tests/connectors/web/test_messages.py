"""The web channel over the real application with a fake assistant: tokens, errors, disconnects."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.web.app import WebChannel
from connectors.web.tokens import TokenExpired, TokenForged, Tokens

DAY = 86400
LIMIT = 2000


@pytest.fixture
def channel(brain, library):
    return WebChannel(Gateway(brain, Limits(message=1000, turn=1.0), lambda: dt.date(2023, 3, 1)), Tokens("secret", 30), LIMIT)


@pytest.fixture
async def client(channel):
    async def missing():
        return []

    transport = httpx.ASGITransport(make_app(channel, missing))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        yield found


async def post(client, **fields):
    return await client.post("/web/messages", json=fields)


async def test_the_first_message_begins_a_conversation(client, brain):
    answer = await post(client, text="hello")
    assert answer.status_code == 200
    body = answer.json()
    assert body["replies"] == [
        {
            "text": "heard: hello",
            "buttons": [],
            "metadata": {"kind": "answer", "language": "en", "facts": ["fact"], "sources": ["Annex 2"], "confidence": 0.5},
        }
    ]
    assert set(body) == {"conversation", "replies"}
    assert brain.heard[0][0] not in body["conversation"]
    assert answer.headers["cache-control"] == "no-store"


async def test_the_token_continues_the_conversation(client, brain):
    token = (await post(client, text="one")).json()["conversation"]
    again = (await post(client, text="two", conversation=token)).json()["conversation"]
    await post(client, text="three", conversation=again)
    assert again == token
    assert len({who for who, _ in brain.heard}) == 1


async def test_without_a_token_every_message_begins_anew(client, brain):
    await post(client, text="one")
    await post(client, text="two", conversation=None)
    assert len({who for who, _ in brain.heard}) == 2


async def test_a_client_chooses_neither_sender_nor_metadata(client, brain):
    await post(client, text="hi", sender="somebody", metadata={"today": "1999-01-01"}, conversation_id="x")
    assert brain.heard[0][0].startswith("web-")
    assert "somebody" not in brain.heard[0][0]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "web-abc", "é.ü.ö", "\ud800", "." * 50, Tokens("another", 30).start()[1]])
async def test_a_forged_token_is_refused(client, brain, token):
    body = json.dumps({"text": "hi", "conversation": token})
    answer = await client.post("/web/messages", content=body)
    assert (answer.status_code, answer.json()["error"]) == (401, "token_invalid")
    assert "did not issue" in answer.json()["message"]
    assert brain.heard == []


async def test_a_token_with_one_character_changed_is_refused(client):
    token = (await post(client, text="one")).json()["conversation"]
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    assert (await post(client, text="two", conversation=changed)).status_code == 401


async def test_an_expired_token_is_refused_and_said_to_be(client, channel, brain):
    token = (await post(client, text="one")).json()["conversation"]
    channel._tokens._now = lambda: time.time() + 31 * DAY
    answer = await post(client, text="two", conversation=token)
    assert (answer.status_code, answer.json()["error"]) == (401, "token_expired")
    assert "expired" in answer.json()["message"]
    assert len(brain.heard) == 1


def test_a_token_is_renewed_once_half_of_its_life_is_over():
    conversation, token = Tokens("secret", 30).start()
    assert Tokens("secret", 30, lambda: time.time() + 14 * DAY).read(token) == (conversation, token)
    later, renewed = Tokens("secret", 30, lambda: time.time() + 16 * DAY).read(token)
    assert later == conversation
    assert Tokens("secret", 30).read(renewed) == (conversation, renewed)
    with pytest.raises(TokenExpired):
        Tokens("secret", 30, lambda: time.time() + 31 * DAY).read(token)


@given(st.text())
@hypothesis_settings(deadline=None)
def test_no_text_is_taken_for_a_token(text):
    with pytest.raises(TokenForged):
        Tokens("secret", 30).read(text)


def test_conversations_cannot_be_guessed():
    tokens = Tokens("secret", 30)
    assert len({tokens.start()[0] for _ in range(1000)}) == 1000
    assert len(tokens.start()[0]) >= 24


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b'{"text": "hi"', "not_json"),
        (b"\xff\xfe\xfa", "not_json"),
        (b"[" * 1500, "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"{}", "text_missing"),
        (b'{"message": "hi"}', "text_missing"),
        (b'{"text": null}', "text_type"),
        (b'{"text": 3}', "text_type"),
        (b'{"text": ["hi"]}', "text_type"),
        (b'{"text": "hi", "conversation": 3}', "conversation_type"),
        (b'{"text": "hi", "conversation": {}}', "conversation_type"),
    ],
)
async def test_what_is_no_message_is_refused_with_the_reason(client, brain, body, code):
    answer = await client.post("/web/messages", content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert answer.json()["message"]
    assert brain.heard == []


async def test_a_request_that_is_too_long_is_refused(client, brain):
    answer = await post(client, text="x" * LIMIT)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_long")
    assert brain.heard == []


async def test_a_request_that_says_nothing_of_its_length_is_counted(client, brain):
    async def parts():
        for _ in range(LIMIT):
            yield b"xx"

    answer = await client.post("/web/messages", content=parts())
    assert (answer.status_code, answer.json()["error"]) == (413, "too_long")
    assert brain.heard == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_another_method_is_refused_in_json(client, method):
    answer = await client.request(method, "/web/messages")
    assert (answer.status_code, answer.json()) == (405, {"error": "method_not_allowed", "message": "Method Not Allowed"})
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("text", ["/restart", '/ask_time{"a":1}', "", "🎉🎉", "展" * 600, "\x00\x07", "\u202e/restart", "\ud800"])
async def test_odd_messages_get_a_reply(client, text):
    answer = await client.post("/web/messages", content=json.dumps({"text": text}))
    if len(json.dumps({"text": text})) > LIMIT:
        assert answer.status_code == 413
    else:
        assert answer.status_code == 200
        assert answer.json()["replies"][0]["text"]


@given(text=st.text(max_size=100), extra=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
@hypothesis_settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_the_answer_is_json_and_no_slash_reaches_the_assistant(channel, brain, text, extra):
    async def missing():
        return []

    async def send():
        brain.heard.clear()
        transport = httpx.ASGITransport(make_app(channel, missing))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/web/messages", content=json.dumps({**extra, "text": text}))

    answer = asyncio.run(send())
    assert answer.status_code in {200, 400, 401, 413}
    assert isinstance(answer.json(), dict)
    assert not any(heard.startswith("/") for _, heard in brain.heard)


async def test_a_failed_turn_is_a_reply_with_its_id(client, brain):
    brain.error = RuntimeError("secret detail")
    answer = await post(client, text="hello")
    (reply,) = answer.json()["replies"]
    assert answer.status_code == 200
    assert reply["metadata"]["kind"] == "error"
    assert reply["metadata"]["error_id"] in reply["text"]
    assert "secret detail" not in answer.text


async def test_two_messages_of_one_conversation_never_overlap(client, brain):
    token = (await post(client, text="one")).json()["conversation"]
    brain.seconds = 0.02
    await asyncio.gather(*(post(client, text=f"number {n}", conversation=token) for n in range(5)))
    assert set(brain.most_at_once.values()) == {1}
    assert len(brain.finished) == 6


async def test_a_turn_is_finished_though_the_client_has_gone(client, channel, brain):
    brain.seconds = 0.1
    request = asyncio.create_task(post(client, text="hello"))
    while not brain.heard:  # noqa: ASYNC110 (the fake tells nobody)
        await asyncio.sleep(0.005)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert brain.finished == []
    assert await channel.finish(1.0) == 0
    assert brain.finished == ["hello"]


async def test_a_server_that_ends_counts_the_turns_that_it_leaves(client, channel, brain):
    brain.seconds = 0.5
    request = asyncio.create_task(post(client, text="hello"))
    while not brain.heard:  # noqa: ASYNC110 (the fake tells nobody)
        await asyncio.sleep(0.005)
    assert await channel.finish(0.01) == 1
    assert (await request).status_code == 200


async def test_a_client_that_goes_while_it_sends_triggers_nothing(channel, brain):
    async def missing():
        return []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(_message):
        pass

    scope = {"type": "http", "method": "POST", "path": "/web/messages", "headers": [], "query_string": b"", "root_path": ""}
    await make_app(channel, missing)(scope, receive, send)
    assert brain.heard == []
