"""What every reply carries, and which requests are not listened to: those that a page of another site has made.

Browsers say where a request comes from (Sec-Fetch-Site, Origin), and no page can make them lie. So there are no tokens in forms.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the module."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in _SAFE and not is_own(Headers(scope=scope), scope.get("scheme", "http")):
            refusal = PlainTextResponse("This request was made by a page of another site, and is not carried out.", 403)
            await refusal(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)


def is_own(headers: Headers, scheme: str) -> bool:
    """Whether a request that changes something was made by a page of the desk, or by no page at all.

    Sec-Fetch-Site is believed first. A browser that does not send it sends Origin; what sends neither is no browser.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    told = urlsplit(origin)
    return told.scheme == scheme and told.netloc.lower() == headers.get("host", "").lower()
