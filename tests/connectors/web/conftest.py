"""The web channel over the real application with a fake assistant, and a client that talks to it in process."""

from __future__ import annotations

import datetime as dt
import json

import httpx
import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens

BODY_LIMIT = 2000
TODAY = dt.date(2023, 3, 1)


async def nothing_missing():
    """All is there."""
    return []


class Client(httpx.AsyncClient):
    """A visitor's browser: it keeps its token."""

    token: str | None = None

    def __init__(self, app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url="http://test")

    async def request(self, method, url, **more):
        """With the token, where there is one."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return await super().request(method, url, **{**more, "headers": {**headers, **(more.get("headers") or {})}})

    async def visit(self, language=None):
        """Begin a visit; what the server says of it."""
        answer = await self.post("/web/visits", json={"language": language} if language else None)
        self.token = answer.json()["token"]
        return answer.json()

    async def say(self, text, wait=5, **fields):
        """Send a message and wait for the replies."""
        body = json.dumps({"text": text, **fields})
        return await self.post(f"/web/messages?wait={wait}" if wait else "/web/messages", content=body)


@pytest.fixture
def limits():
    """Of the gateway; a test module may have its own."""
    return Limits(message=1000, turn=1.0)


@pytest.fixture
def gateway_of(brain, library, scribe, limits):
    """The gateway to the fake assistant."""
    return Gateway(brain, scribe, limits, lambda: TODAY, retention=90)


@pytest.fixture
def tokens():
    """What signs."""
    return Tokens("secret", 30)


@pytest.fixture
def web(gateway_of, tokens):
    """The web channel."""
    return Web(gateway_of, tokens, Pages(demo=True, days=90, longest=1000), BODY_LIMIT)


@pytest.fixture
def app(web):
    """The application."""
    return make_app(web, nothing_missing, origins=("https://www.example.org",))


@pytest.fixture
async def client(app):
    """A browser that was never here."""
    async with Client(app) as found:
        yield found
