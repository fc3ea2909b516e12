"""Messages over HTTP: accepted and answered."""

from __future__ import annotations

import asyncio
import json

import pytest

from knowledge.reply import Button
from records import transcript, visits
from tests.connectors.web.counted import rows


async def test_a_message_is_accepted_once_it_is_stored(client, brain):
    await client.visit("en")
    brain.seconds = 0.2
    answer = await client.post("/web/messages", json={"id": "message-1", "text": "hello there"})
    assert (answer.status_code, answer.json()) == (202, {"accepted": True, "number": 1, "duplicate": False})
    assert answer.headers["cache-control"] == "no-store"
    assert brain.finished == []


async def test_who_waits_gets_the_replies(client):
    await client.visit()
    answer = await client.say("where is it?", id="message-1")
    found = answer.json()
    (reply,) = found.pop("replies")
    assert (answer.status_code, found) == (200, {"accepted": True, "number": 1, "duplicate": False, "complete": True})
    assert reply.pop("at").endswith("Z")
    assert reply == {
        "number": 2,
        "direction": "out",
        "author": "bot",
        "text": "heard: where is it?",
        "language": "en",
        "buttons": [],
        "metadata": {"kind": "answer", "language": "en", "facts": ["fact"], "sources": ["Annex 2"], "confidence": 0.5},
        "id": None,
        "reply_to": 1,
        "feedback": None,
    }


async def test_who_waits_too_short_a_time_is_told_that_there_is_more_to_come(client, brain):
    await client.visit()
    brain.seconds = 0.5
    answer = (await client.say("hello", wait="0.05")).json()
    assert (answer["replies"], answer["complete"]) == ([], False)
    again = (await client.say("hello", wait=3, id="second-try")).json()
    assert (again["replies"][0]["reply_to"], again["complete"]) == (2, True) or again["number"] == 2


@pytest.mark.parametrize("wait", ["-1", "26", "soon", "", "1e9", "1_0", "nan", "inf", "٣"])
async def test_a_time_to_wait_that_is_none_is_refused(client, brain, wait):
    answer = await client.post("/web/messages", params={"wait": wait}, json={"text": "hi"})
    assert (answer.status_code, answer.json()["error"]) == (400, "wait_value")
    assert brain.heard == []


async def test_without_a_token_a_visit_is_begun_on_the_way(client, brain):
    first = (await client.say("one")).json()
    client.token = first["token"]
    second = (await client.say("two")).json()
    assert ("token" in second, second["number"]) == (False, 3)
    assert len({conversation for conversation, _ in brain.messages}) == 1


async def test_without_a_token_every_message_begins_anew(client, brain):
    await client.say("one")
    await client.say("two")
    assert len({conversation for conversation, _ in brain.messages}) == 2


async def test_one_curl_call_is_enough(client):
    answer = await client.post(
        "/web/messages?wait=5", content='{"text": "hi"}', headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.json()["replies"][0]["text"] == "heard: hi"


async def test_a_client_chooses_neither_sender_nor_metadata(client, brain):
    visit = await client.visit()
    await client.say("hi", sender="somebody", metadata={"today": "1999-01-01"}, conversation="x", number=99)
    ((conversation, heard),) = brain.messages
    assert (conversation, heard.today.year) == (visit["conversation"], 2023)


async def test_the_same_id_again_has_no_second_effect(client, brain):
    await client.visit()
    answers = [(await client.say("hello", id="message-1")).json() for _ in range(3)]
    assert [(a["number"], a["duplicate"], a["replies"][0]["number"]) for a in answers] == [(1, False, 2), (1, True, 2), (1, True, 2)]
    assert brain.heard == ["hello"]


async def test_the_same_message_delivered_many_times_at_once_has_one_effect(client, brain, gateway_of):
    await client.visit()
    answers = await asyncio.gather(*(client.say(f"hello {n}", id=f"message-{n}") for n in range(25) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(not answer.json()["duplicate"] for answer in answers) == 25
    assert len(brain.heard) == len(set(brain.heard)) == 25
    assert rows(gateway_of)[0] == 50


async def test_one_visitors_id_is_not_anothers(client, brain):
    first, second = [(await client.say("hello", id="message-1")).json() for _ in range(2)]
    assert [first["duplicate"], second["duplicate"]] == [False, False]
    assert len(brain.heard) == 2


async def test_messages_of_one_conversation_are_answered_one_at_a_time_in_the_order_of_their_numbers(client, brain, gateway_of):
    visit = await client.visit()
    brain.seconds = 0.01
    await asyncio.gather(*(client.say(f"number {n}") for n in range(8)))
    assert set(brain.most_at_once.values()) == {1}
    with gateway_of.scribe.database.read() as session:
        said = transcript.transcript(session, visits.find(session, visit["conversation"]).id)
    asked = [message.text for message in said if message.direction.value == "in"]
    assert brain.heard == asked
    assert [message.text for message in said if message.direction.value == "out"] == [f"heard: {text}" for text in asked]


async def test_a_failed_turn_is_a_reply_with_its_id(client, brain):
    brain.error = RuntimeError("secret detail")
    answer = await client.say("hello")
    (reply,) = answer.json()["replies"]
    assert answer.status_code == 200
    assert reply["metadata"]["kind"] == "error"
    assert reply["metadata"]["error_id"] in reply["text"]
    assert "secret detail" not in answer.text


async def test_a_turn_is_finished_though_the_client_has_gone(client, gateway_of, brain):
    brain.seconds = 0.1
    request = asyncio.create_task(client.say("hello"))
    while not brain.heard:  # noqa: ASYNC110 (the fake tells nobody)
        await asyncio.sleep(0.005)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert brain.finished == []
    assert await gateway_of.finish(1.0) == 0
    assert brain.finished == ["hello"]


async def test_a_server_that_ends_counts_the_turns_that_it_leaves(client, gateway_of, brain):
    brain.seconds = 0.5
    assert (await client.say("hello", wait=None)).status_code == 202
    assert await gateway_of.finish(0.01) == 1


async def test_a_client_that_goes_while_it_sends_triggers_nothing(app, brain):
    async def receive():
        return {"type": "http.disconnect"}

    async def send(_message):
        pass

    scope = {"type": "http", "method": "POST", "path": "/web/messages", "headers": [], "query_string": b"", "root_path": "", "client": None}
    await app(scope, receive, send)
    assert brain.heard == []


async def test_a_button_carries_a_token_and_says_what_it_stands_for(client, brain):
    brain.buttons = (Button("Forums"), Button("A person", '/want_person{"topic": "forums"}'), Button("Restart", "/restart"))
    await client.visit()
    (offered,) = (await client.say("deadline?")).json()["replies"]
    assert [button["title"] for button in offered["buttons"]] == ["Forums", "A person", "Restart"]
    assert not any("/" in button["token"] or "want_person" in json.dumps(button) for button in offered["buttons"])
    brain.buttons, brain.messages = (), []
    for button in offered["buttons"]:
        await client.post("/web/messages?wait=5", json={"button": button["token"]})
    assert [(heard.text, heard.intent, dict(heard.slots)) for _, heard in brain.messages] == [
        ("Forums", None, {}),
        ("talk to a human", "want_person", {"topic": "forums"}),
        ("Restart", None, {}),
    ]


async def test_a_button_of_another_conversation_is_not_taken(client, brain):
    brain.buttons = (Button("Forums"),)
    await client.visit()
    (offered,) = (await client.say("deadline?")).json()["replies"]
    client.token = None
    await client.visit()
    answer = await client.post("/web/messages", json={"button": offered["buttons"][0]["token"]})
    assert (answer.status_code, answer.json()["error"]) == (404, "button_unknown")


@pytest.mark.parametrize(("language", "text"), [("zh", "我想找工作人员"), ("en", "I would like to talk to a person")])
async def test_a_wish_for_a_person_is_a_message_in_the_visitors_language(client, brain, language, text):
    await client.visit(language)
    answer = await client.post("/web/human", json={"id": "message-1"})
    again = await client.post("/web/human", json={"id": "message-1"})
    assert (answer.status_code, answer.json()) == (202, {"accepted": True, "number": 1, "duplicate": False})
    assert again.json()["duplicate"]
    assert (await client.post("/web/human")).status_code == 202
    told = (await client.get("/web/transcript")).json()["messages"]
    assert {message["text"] for message in told if message["author"] == "visitor"} == {text}
    assert {(heard.text, heard.intent) for _, heard in brain.messages} == {(text, "want_person")}
