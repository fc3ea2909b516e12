"""Messages over HTTP: what is refused, whatever it is, and how."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.gateway import Limits, Rate
from records import transcript, visits
from tests.connectors.web.browser import Client
from tests.connectors.web.counted import rows

LIMIT = 2000  # of the body: conftest.py


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "web-abc", "." * 50, "x" * 5000])
async def test_a_forged_token_is_refused(client, brain, gateway_of, token):
    for method, url in (
        ("POST", "/web/messages"),
        ("POST", "/web/visits"),
        ("GET", "/web/visits"),
        ("GET", "/web/events"),
        ("DELETE", "/web/me"),
    ):
        answer = await client.request(method, url, headers={"Authorization": f"Bearer {token}"}, json={"text": "hi"})
        assert (answer.status_code, answer.json()["error"]) == (401, "token_invalid")
    assert (brain.heard, rows(gateway_of)) == ([], [0, 0])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b'{"text": "hi"', "not_json"),
        (b"\xff\xfe\xfa", "not_json"),
        ('{"text": "hi"}'.encode("utf-16"), "not_json"),
        (b'{"text": "\xe5\xb1"}', "not_json"),
        (b"[" * 1500, "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"{}", "text_missing"),
        (b'{"message": "hi"}', "text_missing"),
        (b'{"text": null}', "text_missing"),
        (b'{"text": "hi", "button": "x"}', "text_missing"),
        (b'{"text": 3}', "text_type"),
        (b'{"text": ["hi"]}', "text_type"),
        (b'{"button": 3}', "button_type"),
        (b'{"text": "hi", "id": 3}', "id_type"),
        (b'{"text": "hi", "id": "short"}', "id_value"),
        (b'{"text": "hi", "id": "has a blank in it"}', "id_value"),
        (b'{"text": "hi", "language": "fr"}', "language_value"),
        (b'{"text": "hi", "language": 1}', "language_type"),
    ],
)
async def test_what_is_no_message_is_refused_with_the_reason(client, brain, gateway_of, body, code):
    await client.visit()
    answer = await client.post("/web/messages", content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert answer.json()["message"]
    assert (brain.heard, rows(gateway_of)) == ([], [0, 1])


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "image/png"])
async def test_what_says_that_it_is_no_json_is_refused(client, brain, kind):
    answer = await client.post("/web/messages", content=b'{"text": "hi"}', headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (415, "not_json_type")
    assert brain.heard == []


async def test_a_request_that_is_too_long_is_refused(client, brain):
    answer = await client.post("/web/messages", json={"text": "x" * LIMIT})
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
    answer = await client.say(text)
    if len(json.dumps({"text": text})) > LIMIT:
        assert answer.status_code == 413
    else:
        assert answer.status_code == 200
        assert answer.json()["replies"][0]["text"]


async def test_what_is_too_long_for_a_message_is_answered_so_and_kept_cut(client, brain, gateway_of):
    visit = await client.visit("en")
    (reply,) = (await client.say("where is it " * 100)).json()["replies"]
    assert (reply["metadata"]["kind"], "1000" in reply["text"]) == ("clarify", True)
    with gateway_of.scribe.database.read() as session:
        first = transcript.transcript(session, visits.find(session, visit["conversation"]).id)[0]
    assert (len(first.text), first.text[-1]) == (1000, "…")
    assert brain.heard == []


@given(text=st.text(max_size=100), extra=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_the_answer_is_json_and_no_slash_reaches_the_assistant(app, brain, text, extra):
    async def send():
        brain.messages.clear()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/web/messages?wait=5", content=json.dumps({**extra, "text": text}))

    answer = asyncio.run(send())
    assert answer.status_code in {200, 400, 413}
    assert isinstance(answer.json(), dict)
    assert not any(heard.startswith("/") for heard in brain.heard)


SLASHES = st.text(alphabet="/\\⁄∕⧸╱／＼\u200b\ufeff\u3000 \t\n\x00\u034f", min_size=1, max_size=6)
ORDERS = st.sampled_from(["restart", "back", "session_start", "want_person", 'ask_time{"topic": "x"}', "EXTERNAL: greet", "action_listen"])


@given(payload=st.builds("{}{}{}".format, SLASHES, ORDERS, st.sampled_from(["", " ", "{}", "\n"])))
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_order_to_the_dialogue_never_reaches_it_by_text_or_button(app, brain, payload):
    async def send():
        brain.messages.clear()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            by_text = await client.post("/web/messages?wait=5", content=json.dumps({"text": payload}))
            by_button = await client.post("/web/messages?wait=5", content=json.dumps({"button": payload}))
            return by_text.status_code, by_button.status_code

    assert asyncio.run(send()) == (200, 404)
    assert all(heard.intent is None and not heard.text.startswith(("/", "\\")) for _, heard in brain.messages)


@given(body=st.binary(max_size=200))
@hypothesis_settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_in_json_and_change_nothing(app, brain, gateway_of, body):
    async def send():
        answers = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            for method, url in (("POST", "/web/messages"), ("PATCH", "/web/visits"), ("POST", "/web/feedback"), ("POST", "/web/human")):
                answers.append(await client.request(method, url, content=body))
        return answers

    answers = asyncio.run(send())
    assert [400 <= answer.status_code < 500 and set(answer.json()) == {"error", "message"} for answer in answers] == [True] * 4
    assert (brain.messages, rows(gateway_of)) == ([], [0, 0])


async def test_a_body_that_never_ends_is_given_up(client, brain, monkeypatch):
    monkeypatch.setattr("connectors.body._SECONDS", 0.05)

    async def parts():
        yield b'{"text": '
        await asyncio.sleep(5)

    answer = await client.post("/web/messages", content=parts())
    assert (answer.status_code, answer.json()["error"]) == (408, "too_slow")
    assert brain.heard == []


class TestTooManyMessages:
    """A visitor, and an address, may send so many."""

    @pytest.fixture
    def limits(self):
        return Limits(visitor=Rate(60, 3), address=Rate(60, 5))

    async def test_a_visitor_who_sends_too_many_is_told_when_to_come_again(self, client, brain):
        await client.visit()
        answers = [await client.say("hello", wait=None) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert (answers[-1].json()["error"], answers[-1].headers["retry-after"]) == ("too_many", "1")

    @pytest.mark.parametrize(
        ("first", "second", "together"),
        [
            ("192.0.2.1", "192.0.2.1", True),
            ("192.0.2.1", "192.0.2.2", False),
            ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
            ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
            ("127.0.0.1", "127.0.0.1", False),
            ("::1", "::1", False),
            ("somewhere", "somewhere", False),
        ],
    )
    async def test_new_visitors_of_one_address_are_counted_together(self, app, first, second, together):
        async with Client(app, first) as one, Client(app, second) as two:
            answers = [await client.post("/web/visits") for client in (one, two) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201] * 5 + [429 if together else 201]
