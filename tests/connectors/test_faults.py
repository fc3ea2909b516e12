"""What goes wrong around the server: the records gone or full, clients that send half, never read or send too much, clocks that jump."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import time

import httpx
import pytest

from bot.server import make_app
from connectors.gateway import Gateway, Limits, Scribe
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from records import engines
from records.database import Database
from tests.connectors.web.browser import listening
from tests.postgresql import private_server

MEGABYTE = 1024 * 1024


class Site:
    """A server on a port, its records, and a client. recover: seconds between two looks for what nobody answers."""

    def __init__(self, brain, database):
        self.database, self.scribe = database, Scribe(database)
        self.gateway = Gateway(brain, self.scribe, Limits(turn=2.0), lambda: dt.date(2023, 3, 1))
        web = Web(self.gateway, Tokens("secret", 30), Pages(demo=False, days=90, longest=1000), 65536)
        self.app = make_app(web, self.missing, alone=True)

    async def missing(self):
        """As `bot.readiness` asks it."""
        try:
            await self.scribe.call(lambda database: database.check())
        except Exception as error:
            return [f"records: {type(error).__name__}"]
        return []


@contextlib.contextmanager
def site_on(brain, where):
    database = Database(where)
    database.migrate()
    site = Site(brain, database)
    with listening(site.app) as site.address, httpx.Client(base_url=site.address, timeout=30) as site.client:
        yield site
    site.scribe.close()


@pytest.fixture
def site(brain, library, tmp_path):
    with site_on(brain, tmp_path / "records.db") as found:
        yield found


def say(site, text, token=None, message_id=None, wait="?wait=5"):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"text": text, **({"id": message_id} if message_id else {})}
    return site.client.post(f"/web/messages{wait}", json=body, headers=headers)


def transcript(site, token):
    answer = site.client.get("/web/transcript", headers={"Authorization": f"Bearer {token}"})
    return [message["text"] for message in answer.json()["messages"]]


def until(condition, seconds=10.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


async def raw(site, sent, *, end=True):
    """What comes back to these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(site.address.rsplit(":", 1)[1]))
    writer.write(sent)
    if end:
        writer.write_eof()
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(65536), 10)
    writer.close()
    return answer


def request(body, length=None, extra=""):
    head = (
        f"POST /web/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length or len(body)}\r\n{extra}\r\n"
    )
    return head.encode() + body


# The records


def test_records_that_are_gone_for_a_while_lose_nothing_and_the_server_comes_back_by_itself(site, tmp_path):
    token = say(site, "before").json()["token"]
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    files = [path for path in tmp_path.glob("records.db*") if path.is_file()]
    for path in files:
        path.rename(hidden / path.name)
    until(lambda: site.client.get("/ready").status_code == 503, seconds=5)
    refused = say(site, "during", token, "message-1")
    assert (refused.status_code, refused.json()["error"], int(refused.headers["retry-after"]) >= 1) == (503, "unavailable", True)
    assert site.client.post("/web/visits").status_code == 503
    assert site.client.get("/health").status_code == 200
    for path in files:
        (hidden / path.name).rename(path)
    until(lambda: site.client.get("/ready").status_code == 200)
    assert transcript(site, token) == ["before", "heard: before"]
    assert say(site, "during", token, "message-1").json()["complete"]
    assert transcript(site, token) == ["before", "heard: before", "during", "heard: during"]


def test_a_postgresql_that_is_down_for_a_while_loses_nothing_and_the_server_comes_back_by_itself(brain, library):
    with private_server() as server, site_on(brain, server.new_database("records")) as site:
        token = say(site, "before").json()["token"]
        brain.seconds = 0.3
        assert say(site, "under way", token, wait="").status_code == 202
        until(lambda: "under way" in brain.heard)
        server.stop()
        until(lambda: site.client.get("/ready").status_code == 503, seconds=5)
        refused = say(site, "during", token, "message-1")
        assert (refused.status_code, "retry-after" in refused.headers) == (503, True)
        server.start()
        until(lambda: site.client.get("/ready").status_code == 200)
        assert say(site, "during", token, "message-1").json()["complete"]
        until(lambda: len(transcript(site, token)) == 6)
        answered = [line for text in ("before", "under way", "during") for line in (text, f"heard: {text}")]
        assert sorted(transcript(site, token)) == sorted(answered)


def test_a_message_whose_answer_cannot_be_stored_is_answered_when_it_can(site, brain, tmp_path):
    token = say(site, "before").json()["token"]
    brain.seconds = 0.5
    assert say(site, "hello", token, wait="").status_code == 202
    until(lambda: "hello" in brain.heard)
    (tmp_path / "records.db").rename(tmp_path / "hidden.db")
    until(lambda: "hello" in brain.finished)
    time.sleep(0.3)
    (tmp_path / "hidden.db").rename(tmp_path / "records.db")
    until(lambda: site.client.get("/ready").status_code == 200)
    until(lambda: transcript(site, token)[2:] == ["hello", "heard: hello"])


def test_a_full_disk_is_said_and_nothing_is_half_stored(brain, library, tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "_SQLITE_SETTINGS", (*engines._SQLITE_SETTINGS, "max_page_count=180"))
    with site_on(brain, tmp_path / "records.db") as site:
        token, accepted = say(site, "first").json()["token"], 1
        while (answer := say(site, "x" * 900, token, wait="")).status_code == 202:
            accepted += 1
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
        assert accepted > 5
        with site.database.begin() as session:
            session.exec_driver_sql("PRAGMA max_page_count=100000")  # the operator made room
        assert say(site, "after", token).json()["complete"]
        until(lambda: len(transcript(site, token)) == 2 * (accepted + 1))
        told = transcript(site, token)
        assert sorted(told) == sorted([*told[:2], *["x" * 900, f"heard: {'x' * 900}"] * (accepted - 1), "after", "heard: after"])


# Clients


async def test_a_body_that_breaks_off_stores_nothing_and_the_server_lives(site, brain):
    await raw(site, request(b'{"text": "hel', length=100))
    assert await raw(site, request(b'{"text": "hello"}', extra="Connection: close\r\n"), end=False) != b""
    until(lambda: brain.heard == ["hello"])


async def test_a_body_that_stops_in_the_middle_is_given_up(site, brain, monkeypatch):
    monkeypatch.setattr("connectors.body._SECONDS", 0.2)
    answer = await raw(site, request(b'{"text": "hel', length=100), end=False)
    assert answer.startswith(b"HTTP/1.1 408")
    assert brain.heard == []


async def test_ten_megabytes_are_refused_before_they_are_read(site, brain):
    began = time.monotonic()
    declared = await raw(site, request(b'{"text": "', length=10 * MEGABYTE), end=False)
    assert declared.startswith(b"HTTP/1.1 413")
    assert time.monotonic() - began < 2
    assert site.client.post("/web/messages", content=b"x" * 10 * MEGABYTE).status_code == 413
    assert brain.heard == []


def test_ten_megabytes_without_a_length_are_refused(site, brain):
    answer = None
    with contextlib.suppress(httpx.TransportError):  # the server may close the connection before all is written
        answer = site.client.post("/web/messages", content=(b"x" * 65536 for _ in range(160)))
    assert answer is None or answer.status_code == 413
    assert site.client.get("/health").status_code == 200
    assert brain.heard == []


@pytest.mark.parametrize("body", [b'{"text": "\xff\xfe"}', b'{"text": "\xe5\xb1"}', b"\xc3\x28", '{"text": "深圳"}'.encode("gb18030")])
def test_broken_utf8_is_refused(site, brain, body):
    answer = site.client.post("/web/messages", content=body)
    assert (answer.status_code, answer.json()["error"], brain.heard) == (400, "not_json", [])


async def test_a_client_that_does_not_read_its_events_holds_nobody(site):
    token = say(site, "hello").json()["token"]
    listen = f"GET /web/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    slow = [await asyncio.open_connection("127.0.0.1", int(site.address.rsplit(":", 1)[1])) for _ in range(5)]
    for _, writer in slow:
        writer.write(listen)
        await writer.drain()
    began = time.monotonic()
    for n in range(60):
        assert (await asyncio.to_thread(say, site, f"{'x' * 900} {n}", token)).json()["complete"]
    assert time.monotonic() - began < 20
    held = sum(len(listener._messages) for listeners in site.gateway.hub._listeners.values() for listener in listeners)
    assert held <= 5 * 32
    reader, writer = slow[0]
    seen = b""
    while f"heard: {'x' * 900} 59".encode() not in seen:
        seen += await asyncio.wait_for(reader.read(65536), 10)
    numbers = [int(line[4:]) for line in seen.decode().split("\n") if line.startswith("id: ")]
    assert numbers == list(range(1, 123))
    for _, writer in slow:
        writer.close()


def test_a_server_that_ends_lets_its_listeners_go(brain, library, tmp_path):
    with site_on(brain, tmp_path / "records.db") as site:
        token = say(site, "hello").json()["token"]
        with httpx.stream("GET", f"{site.address}/web/events", headers={"Authorization": f"Bearer {token}"}) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 2000"
            site.gateway.hub.end()
            assert "event: bye" in list(lines)


# Clocks


@pytest.mark.parametrize("hours", [-5, 5, -24 * 400, 24 * 20])
def test_a_clock_that_jumps_loses_nothing_and_answers_nothing_twice(site, brain, monkeypatch, hours):
    token = say(site, "before").json()["token"]
    brain.seconds = 0.2
    assert say(site, "during", token, "message-1", wait="").status_code == 202

    def jumped():
        return dt.datetime.now(dt.timezone.utc) + dt.timedelta(hours=hours)

    for name in ("intake", "turns", "rounds", "delivery"):
        monkeypatch.setattr(f"connectors.gateway.{name}.utc_now", jumped)
    assert say(site, "during", token, "message-1").json()["complete"]
    assert say(site, "after", token).json()["complete"]
    time.sleep(2.5)  # a round of recovery
    assert transcript(site, token) == [line for text in ("before", "during", "after") for line in (text, f"heard: {text}")]
    assert brain.heard == ["before", "during", "after"]
    assert json.dumps(site.client.get("/ready").json()) == '{"status": "ready"}'
