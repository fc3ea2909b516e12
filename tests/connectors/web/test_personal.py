"""What visitors may do with what is kept of them."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from connectors.gateway.texts import text
from connectors.web.texts import texts
from records import feedback, visits
from records.models import metadata


async def ratings(gateway, visit):
    """What is kept of opinions."""
    with gateway.scribe.database.read() as session:
        found = feedback.ratings(session, visits.find(session, visit["conversation"]).id)
    return {number: rating.value for number, rating in found.items()}


async def test_a_thumb_is_kept_changed_and_taken_back(client, gateway_of):
    visit = await client.visit()
    await client.say("hello")
    kept = []
    for rating in ("up", "down", None):
        answer = await client.post("/web/feedback", json={"number": 2, "rating": rating, "reason": "too\x00 short"})
        assert (answer.status_code, answer.json()) == (200, {"number": 2, "rating": rating})
        kept.append(await ratings(gateway_of, visit))
    assert kept == [{2: "up"}, {2: "down"}, {}]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"number": 2}, 400, "rating_missing"),
        ({"rating": "up"}, 400, "number_value"),
        ({"number": "2", "rating": "up"}, 400, "number_value"),
        ({"number": 0, "rating": "up"}, 400, "number_value"),
        ({"number": True, "rating": "up"}, 400, "number_value"),
        ({"number": 10**30, "rating": "up"}, 400, "number_value"),
        ({"number": 2, "rating": "sideways"}, 400, "rating_value"),
        ({"number": 2, "rating": 1}, 400, "rating_type"),
        ({"number": 2, "rating": "up", "reason": 3}, 400, "reason_type"),
        ({"number": 2, "rating": "up", "reason": "x" * 501}, 400, "reason_length"),
        ({"number": 1, "rating": "up"}, 404, "message_unknown"),
        ({"number": 99, "rating": "up"}, 404, "message_unknown"),
    ],
)
async def test_an_opinion_that_cannot_be_kept_is_refused(client, gateway_of, body, status, code):
    visit = await client.visit()
    await client.say("hello")
    answer = await client.post("/web/feedback", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert await ratings(gateway_of, visit) == {}


async def test_the_transcript_has_all_that_was_said(client):
    await client.visit("en")
    await client.say("hello", id="message-1")
    await client.post("/web/feedback", json={"number": 2, "rating": "up"})
    told = (await client.get("/web/transcript")).json()["messages"]
    assert [(m["number"], m["author"], m["text"], m["id"], m["feedback"]) for m in told] == [
        (1, "visitor", "hello", "message-1", None),
        (2, "bot", "heard: hello", None, "up"),
    ]
    assert told[0]["metadata"] == {}


@pytest.mark.parametrize(("language", "lines"), [("en", ["I", "Assistant"]), ("zh", ["我", "智能助手"])])
async def test_the_transcript_can_be_read_and_kept(client, language, lines):
    await client.visit(language)
    await client.say("hello")
    answer = await client.get("/web/transcript", headers={"Accept": "text/plain"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="conversation.txt"'
    _, asked, replied = answer.text.rstrip().split("\n\n")
    assert [part.split("\n")[0].split("  ")[1] for part in (asked, replied)] == lines
    assert [part.split("\n")[1] for part in (asked, replied)] == ["hello", "heard: hello"]


async def test_the_export_has_every_table_with_something_of_the_visitor(client):
    await client.visit()
    await client.say("hello")
    client.token, mine = None, client.token
    await client.visit()
    await client.say("not mine")
    client.token = mine
    answer = await client.get("/web/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert [message["text"] for message in answer.json()["messages"]] == ["hello", "heard: hello"]
    assert "not mine" not in answer.text


async def test_erasing_leaves_nothing_and_the_token_is_void(client, gateway_of, brain):
    await client.visit()
    await client.say("something to forget")
    await client.post("/web/feedback", json={"number": 2, "rating": "down", "reason": "something to forget"})
    answer = await client.delete("/web/me")
    assert (answer.status_code, answer.content) == (204, b"")
    for method, url in (
        ("GET", "/web/visits"),
        ("POST", "/web/visits"),
        ("POST", "/web/messages"),
        ("DELETE", "/web/me"),
        ("GET", "/web/events"),
    ):
        again = await client.request(method, url, json={"text": "hi"} if method == "POST" and url.endswith("messages") else None)
        assert (again.status_code, again.json()["error"]) == (401, "token_invalid")
    with gateway_of.scribe.database.read() as session:
        tables = set(inspect(session).get_table_names()) & set(metadata.tables)
        left = {name: session.exec_driver_sql(f"SELECT COUNT(*) FROM {name}").scalar() for name in tables - {"tallies"}}
    assert set(left.values()) == {0}
    folder = gateway_of.scribe.database._path.parent
    assert b"something to forget" not in b"".join(path.read_bytes() for path in folder.iterdir())


async def test_erasing_while_a_turn_runs_brings_nothing_back(client, gateway_of, brain):
    await client.visit()
    brain.seconds = 0.1
    await client.say("hello", wait=None)
    await client.delete("/web/me")
    assert await gateway_of.finish(2.0) == 0
    with gateway_of.scribe.database.read() as session:
        assert session.exec_driver_sql("SELECT COUNT(*) FROM messages").scalar() == 0


def test_every_text_exists_in_both_languages():
    def languages(entry):
        return set(entry) if not isinstance(next(iter(entry.values())), dict) else set().union(*map(languages, entry.values()))

    assert {name: languages(entry) for name, entry in texts().items()} == {name: {"zh", "en"} for name in texts()}
    assert [len(questions) for questions in texts()["suggestions"].values()] == [4, 4]


async def test_all_is_erased_by_words_and_who_waits_is_told(client, gateway_of, brain):
    await client.visit("en")
    await client.say("hello")
    asked = (await client.say("please delete all my data")).json()
    yes = asked["replies"][0]["buttons"][0]["token"]
    done = (await client.post("/web/messages?wait=5", json={"button": yes})).json()
    assert [(reply["number"], reply["text"]) for reply in done["replies"]] == [(6, text("erased", "en"))]
    assert (done["complete"], done["erased"], asked.get("erased")) == (True, True, None)
    assert (await client.get("/web/visits")).json()["error"] == "token_invalid"
    with gateway_of.scribe.database.read() as session:
        assert session.exec_driver_sql("SELECT COUNT(*) FROM visitors").scalar() == 0
    assert brain.heard == ["hello"]
