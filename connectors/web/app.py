"""The web channel over HTTP: its routes, and what its errors say (docs/channels/web.md)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Mapping

import yaml
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.gateway import Gateway, TooMany
from connectors.gateway.limits import whole_seconds
from connectors.web.case_page import CasePage
from connectors.web.channel import WebChannel
from connectors.web.events import Events
from connectors.web.messages import Messages
from connectors.web.pages import Pages
from connectors.web.personal import Personal
from connectors.web.request import Refused, error
from connectors.web.tokens import Tokens
from connectors.web.visits import Visits, unauthorized
from records.errors import DatabaseUnavailable, NoSuchButton, NoSuchConversation

_RETRY_SECONDS = "3"
"""After which a client tries again when the records cannot be used."""


class Web:
    """What the server puts into its application. body_limit: longest request, in bytes."""

    def __init__(self, gateway: Gateway, tokens: Tokens, pages: Pages, body_limit: int) -> None:
        self.gateway, self._pages = gateway, pages
        channel = WebChannel()
        gateway.add(channel)
        self._visits = Visits(gateway, tokens, body_limit)
        self._messages = Messages(gateway, channel, self._visits, body_limit)
        self._events, self._personal = Events(gateway, self._visits), Personal(gateway, self._visits, body_limit)

    def routes(self) -> list[BaseRoute]:
        """The addresses that are served."""
        return [
            Route("/web/visits", self._visit, methods=["GET", "POST", "PATCH"]),
            Route("/web/messages", self._messages.take, methods=["POST"]),
            Route("/web/human", self._messages.human, methods=["POST"]),
            Route("/web/events", self._events.open, methods=["GET"]),
            Route("/web/feedback", self._personal.rate, methods=["POST"]),
            Route("/web/transcript", self._personal.transcript, methods=["GET"]),
            Route("/web/export", self._personal.export, methods=["GET"]),
            Route("/web/me", self._personal.erase, methods=["DELETE"]),
            Route("/web/openapi.json", _description, methods=["GET"]),
            Route("/cases/{secret}", CasePage(self.gateway.scribe).show, methods=["GET"]),
            *self._pages.routes(),
        ]

    def handlers(self) -> dict[type[Exception], Callable[[Request, Any], Response]]:
        """What is answered to what goes wrong in a route."""
        return {
            Refused: lambda _, refusal: _refused(refusal),
            TooMany: lambda _, refusal: error(429, "too_many", str(refusal), {"Retry-After": whole_seconds(refusal.retry_after)}),
            NoSuchConversation: lambda _, __: _refused(unauthorized("token_invalid")),
            NoSuchButton: lambda _, __: error(404, "button_unknown", "no button of this conversation has the token"),
            DatabaseUnavailable: lambda _, __: error(
                503, "unavailable", "nothing can be stored now; send it again", {"Retry-After": _RETRY_SECONDS}
            ),
            ClientDisconnect: lambda _, __: Response(status_code=400),  # nobody reads it
        }

    async def _visit(self, request: Request) -> Response:
        handler = {"POST": self._visits.begin, "PATCH": self._visits.switch}.get(request.method, self._visits.look)
        return await handler(request)


@lru_cache(maxsize=1)
def description() -> Mapping[str, Any]:
    """The OpenAPI description of the web channel."""
    found: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yml").read_text(encoding="utf-8"))
    return found


async def _description(_request: Request) -> Response:
    return JSONResponse(description(), headers={"Cache-Control": "public, max-age=60"})


def _refused(refusal: Refused) -> Response:
    return error(refusal.status, refusal.code, refusal.message, refusal.headers)
