"""What every reply carries: which other sites may read it (CORS), and what browsers may not do with it."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = "GET, POST, PATCH, DELETE, OPTIONS"
_ASKED = "Authorization, Content-Type, Last-Event-ID"
_SHOWN = "Retry-After, ETag"
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Guard:
    """Wraps the application. origins: the other sites whose pages may use the web channel, as `https://www.example.org`."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...] = ()) -> None:
        self._app, self._origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Headers(scope=scope)
        origin = request.get("origin", "")
        allowed = origin if origin in self._origins else ""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), allowed)
            await send(message)

        if scope["method"] == "OPTIONS" and origin and "access-control-request-method" in request:
            await _preflight(bool(allowed))(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _add(self, headers: MutableHeaders, allowed: str) -> None:
        for name, value in _SECURITY.items():
            headers.setdefault(name, value)
        if self._origins:
            headers.add_vary_header("Origin")
        if allowed:
            headers["Access-Control-Allow-Origin"] = allowed
            headers["Access-Control-Expose-Headers"] = _SHOWN


def _preflight(allowed: bool) -> Response:
    if not allowed:
        return Response(status_code=403)
    answer = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Allow-Headers": _ASKED, "Access-Control-Max-Age": "600"}
    return Response(status_code=204, headers=answer)
