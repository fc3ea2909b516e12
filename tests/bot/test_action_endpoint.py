"""Actions in the same process: what the endpoint gives and refuses, and that the usual action server gives the same."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import json
import logging
import socket
import threading

import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.action_endpoint import InProcessEndpoint
from knowledge.text.language import detect
from knowledge.understanding import Part, Understanding


def call(action, text="Where is it?", intent="ask_venue", sender="visitor"):
    """What Rasa sends to an action server."""
    language = detect(text)
    part = Part(text.lower(), (), {intent: 0.9})
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [],
        "metadata": {"today": "2023-03-01"},
        "understanding": Understanding(part, (part,), language).as_dict(),
    }
    tracker = {
        "sender_id": sender,
        "slots": {"context": None, "language": None},
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
    call("action_file", "我要申请展位", "file_booth"),
    call("action_set_language", "请说中文", "speak_chinese"),
]


@pytest.fixture(scope="module")
def endpoint():
    return InProcessEndpoint("actions")


async def test_an_action_answers(endpoint, library):
    result = await endpoint.request(json=call("action_small_talk", "hello", "greet"))
    (response,) = result["responses"]
    assert response["metadata"] == {"kind": "smalltalk", "language": "en", "facts": [], "sources": []}
    assert {event["name"] for event in result["events"]} == {"context", "language"}


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


async def test_an_action_that_does_not_exist_is_a_failure():
    endpoint = InProcessEndpoint("actions")
    with pytest.raises(Exception, match="action_nowhere"):
        await endpoint.request(json=call("action_nowhere"))
    assert list(endpoint.failures) == ["visitor"]


@pytest.fixture(scope="module")
def action_server(library):
    """The usual action server of rasa-sdk on a port of its own; its address."""
    from rasa_sdk import endpoint
    from rasa_sdk.executor import ActionExecutor

    logging.getLogger("sanic.root").setLevel(logging.ERROR)
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
    assert remote["events"] == here["events"]
