"""Visits and their tokens: whose conversation it is, and in which language."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.web.tokens import TokenExpired, TokenForged, Tokens
from records import conversations, visits
from records.models import Owner

DAY = 86400


async def test_a_visit_gives_a_token_and_the_conversation(client, tokens):
    answer = await client.post("/web/visits", json={"language": "zh"})
    found = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    expires = dt.datetime.fromisoformat(found.pop("expires").replace("Z", "+00:00"))
    assert abs((expires - dt.datetime.now(dt.timezone.utc)).total_seconds() - 30 * DAY) < 5
    assert tokens.read(found.pop("token")).conversation == found["conversation"]
    assert found == {"conversation": found["conversation"], "language": "zh", "last": 0}


@pytest.mark.parametrize(
    ("body", "header", "language"),
    [
        (None, None, "en"),
        ({}, "zh-CN,zh;q=0.9", "zh"),
        ({"language": None}, "en-GB", "en"),
        ({"language": "en"}, "zh", "en"),
        ({}, "fr", "en"),
    ],
)
async def test_the_language_of_a_visit_is_that_of_the_interface_or_of_the_browser(client, body, header, language):
    answer = await client.post("/web/visits", json=body, headers={"Accept-Language": header} if header else {})
    assert answer.json()["language"] == language


async def test_a_visit_without_a_body_is_one(client):
    assert (await client.post("/web/visits")).status_code == 201


async def test_a_visit_is_resumed_with_its_token_and_makes_nothing(client, tokens):
    first = await client.visit("zh")
    await client.say("hello")
    tokens._now = lambda: time.time() + 10 * DAY
    again = await client.post("/web/visits", json={"language": "en"})
    assert again.status_code == 200
    assert {**again.json(), "token": None, "expires": None} == {**first, "token": None, "expires": None, "last": 2}
    assert again.json()["expires"] > first["expires"]


async def test_looking_renews_nothing(client):
    first = await client.visit()
    assert (await client.get("/web/visits")).json() == first


async def test_without_a_token_there_is_nothing_to_look_at(client):
    for method, url in (
        ("GET", "/web/visits"),
        ("PATCH", "/web/visits"),
        ("GET", "/web/events"),
        ("GET", "/web/transcript"),
        ("DELETE", "/web/me"),
    ):
        answer = await client.request(method, url)
        assert (answer.status_code, answer.json()["error"], answer.headers["www-authenticate"]) == (401, "token_missing", "Bearer")


async def test_a_token_with_one_character_changed_is_refused(client):
    token = (await client.visit())["token"]
    for place in range(0, len(token), 7):
        client.token = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert (await client.get("/web/visits")).status_code == 401, place


async def test_a_token_of_another_server_is_refused(client):
    first = await client.visit()
    client.token = Tokens("another", 30).sign(first["conversation"]).token
    assert (await client.get("/web/visits")).json()["error"] == "token_invalid"


async def test_an_expired_token_is_refused_and_said_to_be(client, tokens, brain):
    await client.visit()
    tokens._now = lambda: time.time() + 31 * DAY
    answer = await client.say("hello")
    assert (answer.status_code, answer.json()["error"]) == (401, "token_expired")
    assert "expired" in answer.json()["message"]
    client.token = None
    assert (await client.say("hello")).status_code == 200
    assert len(brain.heard) == 1


async def test_only_a_bearer_token_is_one(client):
    token = (await client.visit())["token"]
    client.token = None
    for header in (token, f"Basic {token}", "Bearer", "Bearer "):
        assert (await client.get("/web/visits", headers={"Authorization": header})).json()["error"] == "token_invalid"
    assert (await client.get("/web/visits", headers={"Authorization": f"bearer  {token}"})).status_code == 200


def test_a_token_is_good_for_as_long_as_it_says():
    shown = Tokens("secret", 30).sign("talk")
    assert Tokens("secret", 30, lambda: time.time() + 29.9 * DAY).read(shown.token).conversation == "talk"
    assert Tokens("secret", 30, lambda: time.time() - 365 * DAY).read(shown.token).conversation == "talk"  # a clock that was ahead
    with pytest.raises(TokenExpired):
        Tokens("secret", 30, lambda: time.time() + 30.1 * DAY).read(shown.token)


@given(st.text())
@hypothesis_settings(deadline=None)
def test_no_text_is_taken_for_a_token(text):
    with pytest.raises(TokenForged):
        Tokens("secret", 30).read(text)


async def test_conversations_cannot_be_guessed(client):
    names = {(await client.post("/web/visits")).json()["conversation"] for _ in range(30)}
    assert len(names) == 30
    assert min(map(len, names)) >= 20


async def test_who_switches_the_interface_is_answered_in_that_language(client, brain):
    await client.visit("zh")
    await client.say("EO")
    answer = await client.patch("/web/visits", json={"language": "en"})
    assert (answer.status_code, answer.json()["language"], answer.json()["last"]) == (200, "en", 2)
    await client.say("EO")
    await client.say("参展")
    assert [(heard.language, heard.switched) for _, heard in brain.messages] == [("zh", False), ("en", True), ("en", True)]
    await client.say("请问参展报名什么时候截止？")
    await client.say("EO")
    assert [(heard.language, heard.switched) for _, heard in brain.messages[3:]] == [("en", False), ("zh", False)]
    assert (await client.get("/web/visits")).json()["language"] == "zh"


async def test_what_the_gateway_itself_says_is_in_the_chosen_language(client):
    await client.visit("en")
    assert [(await client.say("")).json()["replies"][0]["language"]] == ["en"]
    await client.patch("/web/visits", json={"language": "zh"})
    assert [(await client.say("")).json()["replies"][0]["language"]] == ["zh"]


@pytest.mark.parametrize(
    ("body", "code"), [({}, "language_missing"), ({"language": "fr"}, "language_value"), ({"language": 3}, "language_type")]
)
async def test_a_switch_to_no_language_is_refused(client, body, code):
    await client.visit("zh")
    answer = await client.patch("/web/visits", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, code)


async def test_where_a_person_has_the_conversation_the_assistant_is_silent(client, brain, gateway_of):
    visit = await client.visit()
    with gateway_of.scribe.database.begin() as session:
        talk = visits.find(session, visit["conversation"])
        conversations.move(session, talk.id, Owner.QUEUED, talk.epoch, dt.datetime.now(dt.timezone.utc))
    for text in ("hello", "/restart"):
        answer = (await client.say(text, wait="0.1")).json()
        assert (answer["accepted"], answer["complete"], answer["replies"]) == (True, False, [])
    await gateway_of.recovery.round()
    assert brain.heard == []
