"""Actions in the same process: what the endpoint gives and refuses, and that the usual action server gives the same."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import json
import logging
import os
import re
import socket
import threading

import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.interfaces import ActionExecutionRejection
from sqlalchemy import update

from actions.keeping import ADDRESS, Office
from bot.action_endpoint import InProcessEndpoint
from connectors.gateway import Scribe
from knowledge.text.language import detect
from knowledge.understanding import Part, Understanding
from records import visits
from records.database import Database
from records.models import conversations


def call(action, text="Where is it?", intent="ask_venue", sender="visitor"):
    """What Rasa sends to an action server."""
    language = detect(text)
    part = Part(text.lower(), (), {intent: 0.9})
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [],
        "metadata": {"today": "2023-03-01", "message_id": "1"},
        "understanding": Understanding(part, (part,), language).as_dict(),
    }
    tracker = {
        "sender_id": sender,
        "slots": {"context": None, "language": None, "filing": None},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": sender, "tracker": tracker, "domain": {}, "version": "3.6.21"}


CALLS = [
    call("action_answer"),
    call("action_answer", "展会在哪里？"),
    call("action_answer", "Until when can I apply as an exhibitor?", "ask_deadline"),
    call("action_small_talk", "hello", "greet"),
    call("action_small_talk", "謝謝你們", "thank"),
    call("action_out_of_scope", "写一首诗", "out_of_scope"),
    call("action_hand_over", "I want a human", "want_person"),
    call("booth_request_form", "我要申请展位", "file_booth"),
    call("action_cases", "我的申请到哪一步了", "case_status"),
    call("action_set_language", "请说中文", "speak_chinese"),
]


def filed_at(path):
    """Records in a file, with the one conversation of the calls; where they are."""
    database = Database(path)
    database.migrate()
    with database.begin() as session:
        visits.open_conversation(session, "web", "", "somebody", dt.datetime.now(dt.timezone.utc), "en")
        session.execute(update(conversations).values(public_id="visitor"))
    return database


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    database = filed_at(tmp_path_factory.mktemp("here") / "records.db")
    scribe = Scribe(database)
    yield InProcessEndpoint(Office(scribe))
    scribe.close()


async def test_an_action_answers(endpoint, library):
    result = await endpoint.request(json=call("action_small_talk", "hello", "greet"))
    (response,) = result["responses"]
    assert response["metadata"] == {"kind": "smalltalk", "language": "en", "facts": [], "sources": []}
    assert {event["name"] for event in result["events"]} == {"context", "language", "filing"}


async def test_the_call_is_left_as_it_was(endpoint, library):
    asked = call("action_answer")
    before = copy.deepcopy(asked)
    await endpoint.request(json=asked)
    assert asked == before


async def test_a_rejection_is_what_an_action_server_answers(endpoint, monkeypatch):
    async def run(_call):
        raise ActionExecutionRejection("booth_form", "not this time")

    monkeypatch.setattr(endpoint._executor, "run", run)
    with pytest.raises(ClientResponseError) as raised:
        await endpoint.request(json=call("booth_form"))
    assert raised.value.status == 400
    assert json.loads(raised.value.text) == {"error": "not this time", "action_name": "booth_form"}
    assert endpoint.failures == {}


async def test_what_an_action_raises_is_recorded_and_raised(endpoint, monkeypatch):
    error = RuntimeError("broken")

    async def run(_call):
        raise error

    monkeypatch.setattr(endpoint._executor, "run", run)
    with pytest.raises(RuntimeError):
        await endpoint.request(json=call("action_answer", sender="unlucky"))
    assert endpoint.failures.pop("unlucky") is error


async def test_an_action_that_does_not_exist_is_a_failure(endpoint):
    with pytest.raises(Exception, match="action_nowhere"):
        await endpoint.request(json=call("action_nowhere"))
    assert list(endpoint.failures) == ["visitor"]
    endpoint.failures.clear()


@pytest.fixture(scope="module")
def action_server(library, tmp_path_factory):
    """The usual action server of rasa-sdk on a port of its own, with records of its own; its address."""
    from rasa_sdk import endpoint
    from rasa_sdk.executor import ActionExecutor

    logging.getLogger("sanic.root").setLevel(logging.ERROR)
    path = tmp_path_factory.mktemp("there") / "records.db"
    filed_at(path).dispose()
    os.environ[ADDRESS] = str(path)
    executor = ActionExecutor()
    executor.register_package("actions")
    app = endpoint.create_app(executor)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/webhook"
        loop, ready, over = asyncio.SelectorEventLoop(), threading.Event(), asyncio.Event()
        thread = threading.Thread(target=loop.run_until_complete, args=(_serve(app, listener, ready, over),), daemon=True)
        thread.start()
        assert ready.wait(20)
        yield EndpointConfig(url=address)
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()
        del os.environ[ADDRESS]


async def _serve(app, listener, ready, over):
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    ready.set()
    await over.wait()
    server.close()
    await server.wait_closed()
    for connection in server.connections:
        connection.abort()
    await asyncio.sleep(0)


@pytest.mark.parametrize("asked", CALLS, ids=lambda asked: asked["tracker"]["latest_message"]["text"])
async def test_an_action_gives_the_same_behind_the_action_server_and_in_process(action_server, endpoint, asked):
    assert dt.date.fromisoformat(asked["tracker"]["latest_message"]["metadata"]["today"])
    remote = await action_server.request(method="post", json=asked)
    here = await endpoint.request(json=asked)
    assert remote["responses"] == here["responses"]
    assert without_secret(remote["events"]) == without_secret(here["events"])


def without_secret(events):
    """Events without what is random in them: the link to a case."""
    return json.loads(re.sub(r'"secret": "[^"]*"', '"secret": ""', json.dumps(events)))
