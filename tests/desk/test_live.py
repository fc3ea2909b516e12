"""Open pages are told what is new: of their own conversation, of the lists, until the session ends, and again after an error."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json

import pytest

from desk import live as live_module
from desk.app import make_app
from desk.live import Live
from records import changes, presence
from records.accounts import members, sessions
from records.errors import DatabaseUnavailable


class Stream:
    """What a page hears of `/live`."""

    def __init__(self, app, token: str, conversation: int) -> None:
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self._gone = asyncio.Event()
        headers = [(b"host", b"127.0.0.1:8001"), (b"sec-fetch-site", b"same-origin"), (b"cookie", f"desk={token}".encode())]
        self._scope = {
            "type": "http", "method": "GET", "scheme": "http", "path": "/live", "raw_path": b"/live", "root_path": "",
            "query_string": f"conversation={conversation}".encode(), "headers": headers, "server": ("127.0.0.1", 8001),
            "client": ("127.0.0.1", 1234), "http_version": "1.1", "asgi": {"version": "3.0", "spec_version": "2.3"},
        }  # fmt: skip
        self.task = asyncio.create_task(app(self._scope, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message) -> None:
        if message["type"] == "http.response.body":
            self._heard.put_nowait(message.get("body", b""))

    async def until(self, name: str) -> object:
        """The data of the next event of that name."""
        while True:
            for block in (await asyncio.wait_for(self._heard.get(), 20)).decode().split("\n\n"):
                lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
                if lines.get("event") == name:
                    return json.loads(lines["data"])

    async def heard_something(self) -> None:
        """Come back once anything has been heard."""
        await self._heard.get()

    def leave(self) -> None:
        """As a browser does: the server sees the connection closed, and cancels the stream until it has ended."""
        self._gone.set()

    async def close(self) -> None:
        self.leave()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
def running(world):
    """A desk that looks what is new, and pages of it."""

    @contextlib.asynccontextmanager
    async def run():
        app = make_app(world.desk)
        async with app._app.state.live.running():
            streams = []

            def page(login: str, conversation: int) -> Stream:
                streams.append(Stream(app, world.session(login), conversation))
                return streams[-1]

            yield page
            await asyncio.gather(*(stream.close() for stream in streams))

    return run


async def test_a_page_is_told_of_its_conversation_and_of_the_lists(world, running):
    talk, other = world.talk("hello"), world.talk("hello", key="another")
    async with running() as page:
        stream = page("li", talk.id)
        assert (await stream.until("inbox"))["queue"] == 0
        await stream.until("conversation")
        world.say(talk, "and the price?")
        await stream.until("conversation")
        world.queued(key="a third")
        while (await stream.until("inbox"))["queue"] != 1:
            pass
        assert [one.staff for one in world.do(presence.at, [talk.id, other.id], world.now)[talk.id]] == ["li"]


async def test_who_leaves_just_when_something_is_new_keeps_nobody_from_hearing_it(world, running, monkeypatch):
    monkeypatch.setattr(live_module, "_LOOK_EVERY", 0.01)
    talk = world.talk("hello")
    async with running() as page:
        stays = page("wang", talk.id)
        await stays.until("conversation")
        for turn in range(20):
            pages = [page("li", talk.id) for _ in range(8)]
            await asyncio.gather(*(one.until("conversation") for one in pages))
            world.say(talk, f"and the price? {turn}")
            for one in pages[::2]:
                await asyncio.wait_for(one.heard_something(), 20)
                one.leave()
            await stays.until("conversation")
            for one in pages:
                one.leave()
            assert await asyncio.wait_for(asyncio.gather(*(one.task for one in pages)), 20) == [None] * len(pages)


async def test_a_session_that_has_ended_hears_nothing_more(world, running, monkeypatch):
    monkeypatch.setattr(live_module, "_SEEN_EVERY", 0.1)
    talk = world.talk("hello")
    async with running() as page:
        stream = page("li", talk.id)
        await stream.until("conversation")
        world.do(sessions.end_all, world.do(members.find, "li"), "chen", world.now)
        await asyncio.wait_for(stream.task, 20)


@pytest.mark.parametrize("error", [DatabaseUnavailable("gone"), ValueError("what nobody thought of")])
async def test_after_an_error_pages_are_told_again(world, monkeypatch, caplog, error):
    monkeypatch.setattr(live_module, "_LOOK_EVERY", 0.01)
    found, fail, looked = changes.mark, [error, error], asyncio.Event()
    loop = asyncio.get_running_loop()

    def mark(session, now):
        if fail:
            raise fail.pop()
        loop.call_soon_threadsafe(looked.set)
        return found(session, now)

    monkeypatch.setattr(changes, "mark", mark)
    live = Live(world.desk, lambda: False)
    async with live.running():
        await asyncio.wait_for(looked.wait(), 20)
    assert "cannot look what is new" in caplog.text


async def test_a_page_that_nobody_sees_is_not_looked_at_but_keeps_the_conversation(world):
    talk = world.queued()
    world.do(presence.say, talk.id, "li", typing=True, now=world.now)
    async with world.signed_in("li") as browser:
        assert (await browser.post(f"/conversations/{talk.id}/here", data={"hidden": "1"})).status_code == 204
    assert world.do(presence.at, [talk.id], world.now) == {}
    assert [one.staff for one in world.do(presence.at, [talk.id], world.now - dt.timedelta(seconds=1))[talk.id]] == ["li"]
