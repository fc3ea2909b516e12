"""The Telegram channel in the real application, on a port, called by a fake Telegram over real HTTP; a fake assistant answers."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading

import pytest
import uvicorn

from bot.cli.serve import bind, listen, url
from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.telegram import pace
from connectors.telegram.credentials import Credentials
from connectors.telegram.mount import mount
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from tests.connectors.web.browser import nothing_missing
from tests.platforms.telegram.platform import Platform
from tests.platforms.telegram.world import TOKEN

TODAY = dt.date(2023, 3, 1)
SECRET = "the-secret-of-the-webhook"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """No pace of our own, so that tests are quick; the tests of the pace set it again."""
    monkeypatch.setattr(pace, "_ALL", (10_000, 1.0))
    monkeypatch.setattr(pace, "_CHAT", (10_000, 1.0))
    monkeypatch.setattr(pace, "_GROUP", (10_000, 60.0))


@pytest.fixture
def telegram():
    """The fake Telegram."""
    with Platform() as platform:
        yield platform


@pytest.fixture
def limits():
    """Of the gateway; a test module may have its own."""
    return Limits(message=1000, turn=5.0)


@pytest.fixture
def gateway_of(brain, library, scribe, limits):
    """The gateway to the fake assistant."""
    return Gateway(brain, scribe, limits, lambda: TODAY, retention=90)


@contextlib.contextmanager
def served(gateway_of, telegram, polling="off"):
    """The application on a port of its own, in a thread; its address."""
    with bind("127.0.0.1", 0) as listener:
        address = url(listener)
        credentials = Credentials(TOKEN, SECRET, address, polling, telegram.url)
        web = Web(gateway_of, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
        app = make_app(web, nothing_missing, mounts=[mount(gateway_of, credentials)], finish_seconds=2.0)
        listen(listener)
        server = uvicorn.Server(uvicorn.Config(app, ws="none", log_config=None, lifespan="on", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join(15)
        assert not thread.is_alive()


@pytest.fixture
def server(gateway_of, telegram):
    """The running application, which Telegram knows by now; its address."""
    with served(gateway_of, telegram) as address:
        telegram.until(lambda: len(telegram.world.commands) == 2)
        yield address


@pytest.fixture
def ann(telegram):
    """Somebody who speaks English."""
    return telegram.person(1001, "en", "Ann")


@pytest.fixture
def li(telegram):
    """Somebody who speaks Chinese."""
    return telegram.person(1002, "zh-hans", "李")


@pytest.fixture
def rows(scribe):
    """Counts the rows of a table."""

    def count(table):
        with scribe.database.read() as session:
            return session.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar()

    return count
