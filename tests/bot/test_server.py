"""The server's own routes, and how it takes and gives up its address."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest
from starlette.testclient import TestClient

from bot.cli import UserError
from bot.cli.serve import bind, configuration, listen, url, with_address
from bot.server import make_app
from bot.settings import Settings
from connectors.gateway import Gateway, in_memory
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens


def web_of(brain, demo=False):
    return Web(Gateway(brain, in_memory()), Tokens("secret", 30), Pages(demo, 90, 1000), 65536)


def app_of(brain, missing=(), **more):
    async def lacking():
        return list(missing)

    return make_app(web_of(brain), lacking, **more)


def test_health_says_that_it_is_alive_though_something_is_missing(brain):
    answer = TestClient(app_of(brain, ["model"])).get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_names_what_is_missing(brain):
    assert TestClient(app_of(brain)).get("/ready").json() == {"status": "ready"}
    answer = TestClient(app_of(brain, ["model", "tracker store"])).get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "missing": ["model", "tracker store"]})


def test_a_store_that_hangs_is_not_ready(brain, monkeypatch):
    monkeypatch.setattr("bot.server._CHECK_SECONDS", 0.05)

    async def hangs():
        await asyncio.sleep(60)
        return []

    answer = TestClient(make_app(web_of(brain), hangs)).get("/ready")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["an answer within 0.05 seconds"])


def test_the_root_names_the_endpoints(brain):
    named = set(TestClient(app_of(brain)).get("/").json()["endpoints"])
    assert named == {"GET /health", "GET /ready", "POST /web/messages", "GET /web/openapi.json"}


def test_every_error_is_json(brain):
    client = TestClient(app_of(brain))
    assert client.get("/nowhere").json() == {"error": "not_found", "message": "Not Found"}
    assert client.post("/health").json() == {"error": "method_not_allowed", "message": "Method Not Allowed"}


async def test_an_unforeseen_error_is_json_with_an_id_and_no_internals(brain, library, monkeypatch):
    async def broken(*_args, **_more):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Gateway, "accept", broken)
    transport = httpx.ASGITransport(app_of(brain), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/web/messages", json={"text": "hi"})
    assert (answer.status_code, answer.json()["error"]) == (500, "internal_error")
    assert len(answer.json()["id"]) == 8
    assert "secret detail" not in answer.text


def test_the_start_is_told(brain):
    told = []
    with TestClient(app_of(brain, started=lambda: told.append("listening"))):
        assert told == ["listening"]


def test_a_port_in_use_is_one_clear_line():
    with bind("127.0.0.1", 0) as first:
        listen(first)
        port = first.getsockname()[1]
        with pytest.raises(UserError, match=rf"^cannot listen on 127\.0\.0\.1:{port}: Address already in use\. Choose another") as raised:
            bind("127.0.0.1", port)
    assert "\n" not in str(raised.value)


def test_of_two_that_bind_at_once_the_later_is_told():
    with bind("127.0.0.1", 0) as first, bind("127.0.0.1", first.getsockname()[1]) as second:
        listen(first)
        with pytest.raises(UserError, match="Address already in use"):
            listen(second)


@pytest.mark.parametrize("host", ["256.1.1.1", "no such host", "192.0.2.1"])
def test_an_address_that_cannot_be_had_is_told(host, monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    if host != "192.0.2.1":
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UserError, match="cannot listen on"):
        bind(host, 8000)


def test_the_address_is_told_as_a_browser_takes_it():
    with bind("127.0.0.1", 0) as listener:
        assert url(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_the_command_line_goes_before_the_settings():
    settings = Settings(host="::1", port=9000)
    assert (with_address(settings, None, None), with_address(settings, "127.0.0.1", 0).port) == (settings, 0)
    with pytest.raises(UserError, match="--port"):
        with_address(settings, None, 70000)


def test_no_text_gets_into_an_access_log(brain):
    found = configuration(app_of(brain), Settings(turn_timeout=20.0, proxies="10.0.0.1"))
    assert (found.access_log, found.log_config, found.timeout_graceful_shutdown) == (False, None, 21)
    assert found.forwarded_allow_ips == "10.0.0.1"
    found.load()  # with the packages that are installed
