"""What browsers load: the widget, the demonstration page, the privacy notice, and what the widget has to know."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from connectors.gateway import conference_day
from connectors.web.request import LANGUAGES, error
from connectors.web.texts import texts
from knowledge import library
from knowledge.service import Service

_HERE = Path(__file__).parent
WIDGET = _HERE / "widget" / "dist" / "widget.js"
SITE = _HERE / "site"
_BRIEFLY = {"Cache-Control": "public, max-age=60"}
_LONG = {"Cache-Control": "public, max-age=300, stale-while-revalidate=86400", "Vary": "Accept-Encoding"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class _File:
    """A file in memory, as it is and compressed."""

    content: bytes
    packed: bytes
    tag: str


class Pages:
    """demo: whether the demonstration page is shown. days: how long messages are kept. longest: message, in characters."""

    def __init__(self, demo: bool, days: float, longest: int) -> None:
        self._demo, self._days, self._longest = demo, days, longest

    def routes(self) -> list[BaseRoute]:
        """What is served."""
        routes: list[BaseRoute] = [
            Route("/widget.js", widget, methods=["GET"]),
            Route("/web/config", self.config, methods=["GET"]),
            Route("/privacy", privacy, methods=["GET"]),
            Mount("/site", StaticFiles(directory=SITE)),
        ]
        return [*routes, Route("/", front, methods=["GET"])] if self._demo else routes

    async def config(self, _request: Request) -> Response:
        """What the widget has to know before a visit."""
        name = library.shared().index().pack.event.name
        found = {
            "event": {"name": {language: name.in_(language) for language in LANGUAGES}},
            "privacy": {"days": self._days, "url": "/privacy"},
            "suggestions": texts()["suggestions"],
            "limits": {"message": self._longest},
            "contact": {language: contact(language) for language in LANGUAGES},
        }
        return JSONResponse(found, headers=_BRIEFLY)


async def widget(request: Request) -> Response:
    """The widget's script."""
    return script(request, WIDGET)


async def front(_request: Request) -> Response:
    """The demonstration page."""
    return page(SITE / "index.html")


async def privacy(_request: Request) -> Response:
    """The privacy notice, in both languages."""
    return page(SITE / "privacy.html")


def script(request: Request, path: Path) -> Response:
    """A script that browsers keep, and ask for anew by its tag; 404 where it is not built."""
    try:
        file = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return error(404, "not_found", f"{path.name} is not built")
    headers = {**_LONG, "ETag": file.tag, "Cross-Origin-Resource-Policy": "cross-origin"}
    if file.tag in {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.content, media_type="text/javascript", headers=headers)


def page(path: Path) -> Response:
    """A page of this server."""
    return Response(path.read_bytes(), media_type="text/html", headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})


def contact(language: str) -> str:
    """Whom to ask, in a line."""
    pack = library.shared().index().pack
    return Service(pack, language, conference_day()).composer.whom_to_ask(pack.event.root)[0]


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> _File:
    content = path.read_bytes()
    return _File(content, gzip.compress(content, 9, mtime=0), f'"{hashlib.sha256(content).hexdigest()[:16]}"')
