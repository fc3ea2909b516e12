"""A follower on WeChat, whose platform is a fake that calls the real server, and staff at the desk in a browser."""

from __future__ import annotations

import asyncio
import threading
from zoneinfo import ZoneInfo

import pytest

from connectors.gateway import Attendance, Gateway, Limits
from connectors.wechat.mount import Mounted
from knowledge.handover.hours import read_hours
from tests.browser.desk import DeskSite
from tests.connectors.wechat.conftest import TIMES, TODAY, credentials_of, serve
from tests.connectors.wechat.test_handover import Handing
from tests.platforms.served import Served
from tests.platforms.wechat import WeChat

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def follower(library, scribe):
    """Says something on WeChat; the browser has this thread's event loop."""
    platform = WeChat(cut=TIMES.cut)
    gateway = Gateway(Handing(), scribe, Limits(1000, 5.0), lambda: TODAY, attendance=Attendance(read_hours("always", ZoneInfo("UTC"))))
    with Served(platform.app) as served:
        platform.api = served.url
        with Served(serve(gateway, Mounted(gateway, credentials_of(platform, platform.api).account(), TIMES))) as server:
            platform.url = server.url
            who = platform.follower()

            def says(text: str) -> None:
                thread = threading.Thread(target=lambda: asyncio.run(platform.say(who, text)))
                thread.start()
                thread.join(30)

            who.says = says
            yield who


@pytest.fixture
def wechat_desk(scribe, tmp_path):
    """The desk on the records of that server (`scribe`)."""

    class Beside:
        state = tmp_path / "records"
        root = DeskSite.root
        environment = DeskSite.environment_of(state)

    found = DeskSite(Beside())
    found.make_staff()
    found.start()
    yield found
    found.end()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_replies_reach_wechat_until_its_window_is_used_up_and_again_once_the_follower_writes(seat, wechat_desk, follower, locale):
    zh = locale.startswith("zh")
    agent = seat("li", at=wechat_desk, locale=locale)
    follower.says("a human, please")
    agent.claim()
    window = agent.page.locator(".head .chip").filter(has_text="还可回复" if zh else "replies left:")
    expect(window).to_be_visible()
    over = agent.page.get_by_text("访客再次发言前无法送达" if zh else "Nothing can be sent until the visitor writes")
    sent = 0
    while not over.is_visible():
        sent += 1
        assert sent < 6
        agent.say(f"reply {sent};")
        expect(agent.transcript.locator(".said.staff .delivery.sent")).to_have_count(sent)
    agent.say("this one has to wait")
    expect(agent.transcript.locator(".delivery").last).to_contain_text("等访客再次发言" if zh else "Kept until the visitor writes")
    assert not any("this one has to wait" in text for _, text in follower.shown)

    follower.says("are you there?")
    expect(agent.bubble("are you there?")).to_be_visible()
    expect(window).to_be_visible()
    expect(agent.transcript.locator(".delivery.kept")).to_have_count(0)
    shown = "\n".join(text for _, text in follower.shown)
    said = [*(f"reply {number};" for number in range(1, sent + 1)), "this one has to wait"]
    assert sorted(said, key=shown.index) == said
    assert "are you there" not in shown
