"""The running server with a WeChat account, and a platform that calls it, both over real HTTP; its five seconds are one here."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import time
from dataclasses import dataclass
from typing import Any

import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.gateway.language import written_in
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from connectors.wechat.account import Credentials
from connectors.wechat.mount import Mounted
from connectors.wechat.times import Times
from records import outbox, transcript, visits
from tests.connectors.web.browser import nothing_missing
from tests.platforms.served import Served
from tests.platforms.wechat import WeChat

TODAY = dt.date(2023, 3, 1)
PACE = min(4.0, max(1.4, os.getloadavg()[0] / (os.cpu_count() or 1)))
"""How long a fifth of WeChat's five seconds is: one, or more on a machine that has much else to do."""
TIMES = Times(
    cut=PACE,
    patience=0.7 * PACE,
    stuck=0.7 * PACE,
    briefly=0.05,
    last_by_clock=600.0,
    typing=0.2 * PACE,
    typing_again=0.6 * PACE,
    typing_for=3.0 * PACE,
)
SLOW = 1.3 * PACE
"""Seconds of a turn that is not ready in time, but before the second delivery is given up."""


@dataclass
class World:
    """A server and its platform."""

    platform: WeChat
    gateway: Gateway
    url: str

    def talk(self, who, channel="wechat", account=None):
        """Who said what in a visitor's conversation, as it is in the records."""
        with self.gateway.scribe.database.read() as session:
            found = visits.known(session, channel, account or self.platform.app_id, getattr(who, "openid", None) or who.id)
            return [] if found is None else transcript.transcript(session, found.id)

    def states(self):
        """The states of all deliveries, the oldest first."""
        with self.gateway.scribe.database.read() as session:
            return [delivery.state.value for delivery in reversed(outbox.list_(session))]

    async def sent(self, deliveries):
        """Wait until there are so many deliveries in all, and each is sent."""
        await self.until(lambda: self.states() == ["sent"] * deliveries)

    async def until(self, condition, seconds=5.0):
        """Wait until something is so. seconds: on a machine that does nothing else."""
        end = asyncio.get_running_loop().time() + seconds * PACE
        while not condition():
            assert asyncio.get_running_loop().time() < end, "it did not come about"
            await asyncio.sleep(0.01)


def credentials_of(platform: WeChat, api: str, **more: Any) -> Credentials:
    """The account of a platform, as it would be set up."""
    given = {"app_secret": platform.secret, "mode": platform.mode, "aes_key": platform.aes_key, "api": f"{api}/cgi-bin/", **more}
    return Credentials(platform.app_id, token=platform.token, **given)


def serve(gateway, *mounts):
    """The application with these channels."""
    web = Web(gateway, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
    return make_app(web, nothing_missing, finish_seconds=1.0, mounts=mounts)


@contextlib.contextmanager
def standing(platform, brain, scribe, *, times=TIMES, limits=Limits(message=1000, turn=5.0 * PACE), worker="server", **credentials):
    """A server for a platform, whose own address is known already."""
    gateway = Gateway(brain, scribe, limits, lambda: TODAY, retention=90, worker=worker)
    account = credentials_of(platform, platform.api, **credentials).account()
    with Served(serve(gateway, Mounted(gateway, account, times))) as server:
        platform.url = server.url
        end = time.monotonic() + 5
        while not platform.fetched() and time.monotonic() < end:  # the server tries its credentials
            time.sleep(0.005)
        platform.calls.clear()
        yield World(platform, gateway, server.url)


@pytest.fixture(scope="session", autouse=True)
def _warm(library):
    """The server is warm before it listens: word lists are read, languages known."""
    for text in ("你好", "hello there", "bonjour, c'est quand la foire?"):
        written_in(text)


@pytest.fixture
def mode():
    """How bodies come; a test may say otherwise."""
    return "safe"


@pytest.fixture
def platform(mode):
    """WeChat, serving its interface."""
    found = WeChat(mode=mode, cut=TIMES.cut)
    with Served(found.app) as served:
        found.api = served.url
        yield found


@pytest.fixture
def world(platform, brain, library, scribe):
    """A server and its platform."""
    with standing(platform, brain, scribe) as found:
        yield found
