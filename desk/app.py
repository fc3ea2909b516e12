"""The desk as an application: its pages, who may see them, and what is answered to what goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from desk import cookies
from desk.access import Page, Rule
from desk.call import Call
from desk.forms import BadForm
from desk.guard import Guard
from desk.live import Live
from desk.notifying import Notifying
from desk.place import Desk
from desk.views import PAGES
from records.accounts import members, sessions
from records.errors import Claimed, Conflict, DatabaseUnavailable, NotFound, NotOwner, Unstorable

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"


def make_app(
    desk: Desk,
    started: Callable[[], None] = lambda: None,
    ending: Callable[[], bool] = lambda: False,
    notifying: Notifying | None = None,
) -> ASGIApp:
    """The ASGI application. started: called when it begins. ending: whether the server is about to stop, so that streams end.

    notifying: tells staff who are not looking; None: nobody is told.
    """
    live = Live(desk, ending)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        telling = asyncio.create_task(notifying.run()) if notifying else None
        async with live.running():
            started()
            yield
        if telling:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    routes = [*_routes(desk, live), Route("/health", _health), Mount("/static", StaticFiles(directory=STATIC))]
    handlers: Mapping[Any, Any] = {
        HTTPException: _handler(desk, lambda call, error: call.notice(f"error_{error.status_code}", error.status_code)),
        BadForm: _handler(desk, lambda call, error: call.notice(error.key, error.status)),
        Claimed: _claimed(desk),
        NotOwner: _handler(desk, lambda call, _: call.notice("error_moved", 409)),
        Conflict: _handler(desk, lambda call, _: call.notice("error_conflict", 409)),
        NotFound: _handler(desk, lambda call, _: call.notice("error_404", 404)),
        Unstorable: _handler(desk, lambda call, _: call.notice("error_form", 400)),
        DatabaseUnavailable: _handler(desk, lambda call, _: call.notice("error_503", 503)),
        Exception: _handler(desk, _failure),
    }
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.state.live = live
    return Guard(app)


def _routes(desk: Desk, live: Live) -> list[Route]:
    """One route a path, for all its methods: Starlette takes the first that fits a path."""
    pages = (*PAGES, *live.pages())
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        found.setdefault(page.path, {})[page.method] = page
    return [Route(path, _endpoint(desk, methods), methods=sorted(methods)) for path, methods in found.items()]


def _endpoint(desk: Desk, methods: Mapping[str, Page]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        page = methods["GET" if request.method == "HEAD" else request.method]
        call = await call_of(desk, request)
        return refusal(call, page.rule) or await page.answer(call)

    return endpoint


async def call_of(desk: Desk, request: Request) -> Call:
    """The request, with who makes it."""
    token, now = request.cookies.get(cookies.session_name(request), ""), desk.now()
    found = await desk.store.read(lambda session: sessions.find(session, token, now)) if token else None
    if found is None:
        return Call(request, desk, None, None, now)
    kept, member = found
    if kept.whole and sessions.is_to_be_noted(kept, now):
        await desk.store.write(lambda session: sessions.note(session, kept, now), durable=False)
    return Call(request, desk, member, kept, now)


def refusal(call: Call, rule: Rule) -> Response | None:
    """What is answered to who may not see a page; None where they may."""
    if rule.public:
        return None
    if call.session is None:
        return _to_sign_in(call)
    if rule.half != (not call.session.whole):
        return call.go("/code") if rule.roles else call.go("/")
    if rule.half or call.who.role in rule.roles:
        return None
    return call.notice("error_403", 403)


def _to_sign_in(call: Call) -> Response:
    wanted = call.request.url.path
    where = f"/sign-in?next={quote(wanted)}" if call.request.method == "GET" and wanted != "/" and not call.is_part else "/sign-in"
    if call.is_part or call.request.method != "GET":
        return Response(status_code=401, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _handler(desk: Desk, answer: Callable[[Call, Any], Response]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        try:
            call = await call_of(desk, request)
        except DatabaseUnavailable:
            call = Call(request, desk, None, None, desk.now())
        return answer(call, error)

    return handler


def _claimed(desk: Desk) -> Callable[[Request, Claimed], Awaitable[Response]]:
    async def handler(request: Request, error: Claimed) -> Response:
        call = await call_of(desk, request)
        colleague = await call.read(lambda session: members.find(session, error.staff))
        return call.notice("error_claimed", 409, name=colleague.name)

    return handler


def _failure(call: Call, _error: Exception) -> Response:
    # Starlette raises the error again after this, and the server logs it
    error_id = secrets.token_hex(4)
    logger.error("a page of the desk failed, id %s", error_id)
    return call.notice("error_500", 500, id=error_id)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "alive"})
