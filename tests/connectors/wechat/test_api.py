"""Calls to the platform: each has an end, and whatever is no answer of the protocol is told as such."""

from __future__ import annotations

import asyncio
import time

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

from connectors.wechat.api import Api, Refused, Unreachable
from tests.platforms.served import Served


async def slow(_request):
    await asyncio.sleep(3)
    return JSONResponse({})


ROUTES = [
    Route(
        "/good", lambda request: JSONResponse({"errcode": 0, "token": request.query_params.get("access_token")}), methods=["GET", "POST"]
    ),
    Route("/no", lambda _: JSONResponse({"errcode": "45009", "errmsg": "too much"}), methods=["POST"]),
    Route("/busy", lambda _: JSONResponse({"errcode": -1, "errmsg": "busy"}), methods=["POST"]),
    Route("/broken", lambda _: PlainTextResponse("<html>", 502), methods=["POST"]),
    Route("/text", lambda _: PlainTextResponse("success"), methods=["POST"]),
    Route("/list", lambda _: JSONResponse([1]), methods=["POST"]),
    Route("/away", lambda _: RedirectResponse("/good"), methods=["POST"]),
    Route("/slow", slow, methods=["POST"]),
]


@pytest.fixture
def api():
    with Served(Starlette(routes=ROUTES)) as served:
        found = Api(f"{served.url}/", (0.5, 0.5))
        yield found
        found.close()


async def test_an_answer_is_what_it_is(api):
    assert await api.call("post", "good", {"a": "中"}, access_token="t") == {"errcode": 0, "token": "t"}
    assert await api.call("get", "good") == {"errcode": 0, "token": None}


@pytest.mark.parametrize(("path", "code"), [("no", 45009), ("busy", -1)])
async def test_a_refusal_has_its_code(api, path, code):
    with pytest.raises(Refused, match=rf"^{code}: ") as raised:
        await api.call("post", path, {})
    assert raised.value.code == code


@pytest.mark.parametrize("path", ["broken", "text", "list", "away", "slow", "nowhere"])
async def test_what_is_no_answer_is_told_in_time_and_nothing_is_followed(api, path):
    began = time.monotonic()
    with pytest.raises(Unreachable):
        await api.call("post", path, {})
    assert time.monotonic() - began < 2.5


async def test_nobody_there_is_told():
    api = Api("http://127.0.0.1:1/")
    with pytest.raises(Unreachable, match="ConnectionError"):
        await api.call("get", "good")
    api.close()


async def test_a_slow_call_holds_neither_the_loop_nor_other_calls(api):
    slow_one = asyncio.create_task(api.call("post", "slow", {}))
    assert await api.call("get", "good") == {"errcode": 0, "token": None}
    with pytest.raises(Unreachable):
        await slow_one
