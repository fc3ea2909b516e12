"""The server's application: the channels' routes, and what an operator's tools ask (`/health`, `/ready`).

Rasa's own server is not used (docs/decisions.md, 2).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from typing import AsyncIterator, Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from connectors.mount import Mount
from connectors.web.app import Web
from connectors.web.guard import Guard
from connectors.web.request import error

logger = logging.getLogger(__name__)

Missing = Callable[[], Awaitable[Sequence[str]]]
"""Says what is missing before messages can be answered; nothing when all is there."""

_CHECK_SECONDS = 2.0
_ENDPOINTS = {
    "GET /health": "200 while the process is alive",
    "GET /ready": "200 when messages can be answered, else 503 with what is missing",
    "POST /web/messages": '{"text": "..."} -> 202 once it is stored; with ?wait=SECONDS the replies',
    "GET /web/openapi.json": "the description of the web channel",
}


def make_app(
    web: Web,
    missing: Missing,
    started: Callable[[], None] = lambda: None,
    *,
    finish_seconds: float = 20.0,
    origins: Sequence[str] = (),
    alone: bool = True,
    mounts: Sequence[Mount] = (),
) -> ASGIApp:
    """The ASGI application.

    started: called when it begins. finish_seconds: what turns under way get when it ends. origins: see `Guard`. alone: no
    other process answers out of the same records. mounts: the channels that are called.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with web.gateway.running(alone), contextlib.AsyncExitStack() as stack:
            for mount in mounts:
                await stack.enter_async_context(mount.running())
            started()
            yield
            left = await web.gateway.finish(finish_seconds)
        if left:
            logger.error("the server ends with %d turns unfinished; they are answered after the next start", left)

    called = [route for mount in mounts for route in mount.routes()]
    routes = [Route("/health", _health), Route("/ready", _ready(missing)), *called, *web.routes(), Route("/", _index)]
    handlers = {HTTPException: _http_error, Exception: _failure, **web.handlers()}
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan), tuple(origins))  # type: ignore[arg-type]


async def _index(_request: Request) -> Response:
    return JSONResponse({"name": "ciep-assistant", "endpoints": _ENDPOINTS})


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "alive"})


def _ready(missing: Missing) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_request: Request) -> Response:
        try:
            lacking = list(await asyncio.wait_for(missing(), _CHECK_SECONDS))
        except asyncio.TimeoutError:
            lacking = [f"an answer within {_CHECK_SECONDS:g} seconds"]
        if lacking:
            return JSONResponse({"status": "not ready", "missing": lacking}, 503)
        return JSONResponse({"status": "ready"})

    return ready


async def _http_error(_request: Request, refusal: HTTPException) -> Response:
    return error(refusal.status_code, refusal.detail.lower().replace(" ", "_"), refusal.detail, refusal.headers)


async def _failure(_request: Request, _error: Exception) -> Response:
    # Starlette raises the error again after this, and the server logs it
    error_id = secrets.token_hex(4)
    logger.error("request failed, id %s", error_id)
    return error(500, "internal_error", "something went wrong on the server", id=error_id)
