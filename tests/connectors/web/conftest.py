"""The web channel over the real application with a fake assistant, and a client that talks to it in process."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from tests.connectors.web.browser import Client, nothing_missing

BODY_LIMIT = 2000
TODAY = dt.date(2023, 3, 1)


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
