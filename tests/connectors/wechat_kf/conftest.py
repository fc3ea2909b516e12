"""A fake platform of customer service, and a server for it."""

from __future__ import annotations

import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits
from connectors.gateway import delivery as delivery_module
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from connectors.wechat_kf import reading as reading_module
from connectors.wechat_kf.account import Credentials
from connectors.wechat_kf.mount import Mounted
from records import outbox
from tests.connectors.web.browser import nothing_missing
from tests.connectors.wechat.conftest import TODAY, World
from tests.platforms.served import Served
from tests.platforms.wecom import WeCom


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(delivery_module, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(reading_module, "_PAUSES", (0.05,))
    monkeypatch.setattr(reading_module, "_BUSY_PAUSE", 0.02)


@pytest.fixture
def platform():
    found = WeCom(page=3)
    with Served(found.app) as served:
        found.api = served.url
        yield found


class Standing:
    """A server for a platform."""

    def __init__(self, platform, brain, scribe, worker="server"):
        gateway = Gateway(brain, scribe, Limits(message=1000, turn=5.0), lambda: TODAY, retention=90, worker=worker)
        account = Credentials(
            platform.corp_id, platform.secret, platform.token, platform.aes_key, open_kfid=platform.service, api=f"{platform.api}/cgi-bin/"
        ).account()
        web = Web(gateway, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
        self._served = Served(make_app(web, nothing_missing, finish_seconds=1.0, mounts=[Mounted(gateway, account)]))
        self._platform, self.world = platform, World(platform, gateway, self._served.url)

    def __enter__(self):
        self._served.__enter__()
        self._platform.url = self._served.url
        return self.world

    def __exit__(self, *args):
        self._served.__exit__(*args)


@pytest.fixture
def world(platform, brain, library, scribe):
    with Standing(platform, brain, scribe) as found:
        yield found


def talk(world, who):
    return [(m.direction.value, m.text.partition("\n\n")[0]) for m in world.talk(who, "wechat_kf", world.platform.service)]
