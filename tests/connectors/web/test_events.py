"""Server-sent events: what was missed comes first, in order, once; then what is new."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from dataclasses import dataclass, field

import pytest

from connectors.gateway.texts import text as said
from connectors.web import events
from records import conversations, visits
from records.models import Owner

SECONDS = 5.0


@dataclass
class Event:
    """One event, or a comment."""

    name: str
    data: object
    id: int | None


@dataclass
class Stream:
    """A stream that is read: what came so far, and its head."""

    status: int = 0
    headers: dict = field(default_factory=dict)
    raw: bytes = b""
    ended: bool = False
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self):
        """What came so far, without comments and the retry line."""
        blocks = [block for block in self.raw.decode().split("\n\n") if block.startswith("event:")]
        lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
        return [Event(line["event"], json.loads(line["data"]), int(line["id"]) if "id" in line else None) for line in lines]

    @property
    def messages(self):
        """Number and text of the messages."""
        return [(event.id, event.data["text"]) for event in self.events if event.name == "message"]

    async def until(self, condition):
        """Read until something is so."""
        end = asyncio.get_running_loop().time() + SECONDS
        while not condition(self):
            assert asyncio.get_running_loop().time() < end, self.raw.decode()
            await asyncio.sleep(0.005)


@pytest.fixture
async def listen(app, client):
    """Opens a stream with the client's token. httpx reads a whole response before it gives it, so this speaks ASGI."""
    tasks = []

    async def opened(after=None, last_event_id=None, slow=False):
        stream = Stream()
        if not slow:
            stream.reading.set()
        headers = [(b"authorization", f"Bearer {client.token}".encode())]
        if last_event_id is not None:
            headers.append((b"last-event-id", str(last_event_id).encode()))
        query = f"after={after}".encode() if after is not None else b""
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/web/events",
            "headers": headers,
            "query_string": query,
            "root_path": "",
            "client": None,
        }

        async def receive():
            await stream.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            if message["type"] == "http.response.start":
                stream.status = message["status"]
                stream.headers = {name.decode(): value.decode() for name, value in message["headers"]}
                return
            await stream.reading.wait()
            stream.raw += message.get("body", b"")
            stream.ended = not message.get("more_body", False)

        tasks.append(asyncio.create_task(app(scope, receive, send)))
        stream.task = tasks[-1]
        await stream.until(lambda s: s.status)
        return stream

    yield opened
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_a_stream_begins_with_what_was_missed_and_goes_on_with_what_is_new(client, listen):
    await client.visit()
    await client.say("one")
    stream = await listen()
    await stream.until(lambda s: len(s.messages) == 2)
    await client.say("two")
    await stream.until(lambda s: len(s.messages) == 4)
    assert stream.raw.startswith(b"retry: 2000\n\n")
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.messages == [(1, "one"), (2, "heard: one"), (3, "two"), (4, "heard: two")]
    assert [event.data for event in stream.events if event.name == "state"] == [{"owner": "bot"}]


@pytest.mark.parametrize("how", ["after", "last_event_id"])
async def test_who_comes_back_gets_what_was_missed_once(client, listen, how):
    await client.visit()
    for text in ("one", "two", "three"):
        await client.say(text)
    stream = await listen(**{how: 3})
    await stream.until(lambda s: len(s.messages) == 3)
    await client.say("four")
    await stream.until(lambda s: len(s.messages) == 5)
    assert [number for number, _ in stream.messages] == [4, 5, 6, 7, 8]


async def test_a_number_in_the_address_goes_before_the_header(client, listen):
    await client.visit()
    await client.say("one")
    stream = await listen(after=1, last_event_id=0)
    await stream.until(lambda s: s.messages)
    assert stream.messages == [(2, "heard: one")]


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "", "9" * 30])
async def test_a_number_that_is_none_is_refused(client, after):
    await client.visit()
    answer = await client.get("/web/events", params={"after": after})
    assert (answer.status_code, answer.json()["error"]) == (400, "after_value")


async def test_two_tabs_see_the_same(client, listen):
    await client.visit()
    streams = [await listen(), await listen()]
    await asyncio.gather(*(client.say(f"number {n}") for n in range(5)))
    for stream in streams:
        await stream.until(lambda s: len(s.messages) == 10)
    assert streams[0].messages == streams[1].messages
    assert [number for number, _ in streams[0].messages] == list(range(1, 11))


async def test_another_visitors_words_do_not_come(client, listen):
    await client.visit()
    stream = await listen()
    client.token = None
    await client.visit()
    await client.say("not for you")
    await asyncio.sleep(0.05)
    assert stream.messages == []


async def test_a_long_history_comes_in_pages_in_order(client, listen, monkeypatch):
    monkeypatch.setattr(events, "_PAGE", 3)
    await client.visit()
    for n in range(5):
        await client.say(f"number {n}")
    stream = await listen()
    await stream.until(lambda s: len(s.messages) == 10)
    assert [number for number, _ in stream.messages] == list(range(1, 11))


async def test_ratings_come_with_the_history(client, listen):
    await client.visit()
    await client.say("one")
    await client.post("/web/feedback", json={"number": 2, "rating": "up"})
    stream = await listen()
    await stream.until(lambda s: len(s.messages) == 2)
    assert [event.data["feedback"] for event in stream.events if event.name == "message"] == [None, "up"]


async def test_typing_is_told_where_a_turn_takes_a_while(client, brain, listen, monkeypatch):
    monkeypatch.setattr("connectors.gateway.turns._TYPING_AFTER", 0.02)
    await client.visit()
    stream = await listen()
    brain.seconds = 0.1
    await client.say("hello")
    await stream.until(lambda s: len(s.messages) == 2)
    names = [(event.name, event.data.get("on")) for event in stream.events if event.name in {"typing", "message"}]
    assert names[:2] == [("message", None), ("typing", True)]
    await stream.until(lambda s: [e.data["on"] for e in s.events if e.name == "typing"] == [True, False])


async def test_what_another_process_wrote_comes_too(client, gateway_of, listen):
    visit = await client.visit()
    stream = await listen()
    await stream.until(lambda s: s.events)
    with gateway_of.scribe.database.begin() as session:
        talk = visits.find(session, visit["conversation"])
        conversations.move(session, talk.id, Owner.QUEUED, talk.epoch, dt.datetime.now(dt.timezone.utc))
    await gateway_of.lookout.round()
    await stream.until(lambda s: len([e for e in s.events if e.name == "state"]) == 2)
    assert [event.data["owner"] for event in stream.events if event.name == "state"] == ["bot", "queued"]


async def test_a_silent_stream_is_kept_alive(client, listen, monkeypatch):
    monkeypatch.setattr(events, "PING_SECONDS", 0.02)
    await client.visit()
    stream = await listen()
    await stream.until(lambda s: s.raw.count(b": ping\n\n") >= 2)


async def test_a_stream_ends_with_a_word_when_the_server_does(client, gateway_of, listen):
    await client.visit()
    stream = await listen()
    gateway_of.hub.end()
    await stream.until(lambda s: s.ended)
    assert stream.events[-1].name == "bye"
    assert gateway_of.hub.count() == 0


async def test_a_stream_ends_when_the_visitor_erases_all(client, gateway_of, listen):
    await client.visit()
    stream = await listen()
    await client.delete("/web/me")
    await stream.until(lambda s: s.ended)
    assert (gateway_of.hub.count(), stream.events[-1]) == (0, Event("erased", {}, None))


async def test_a_stream_tells_what_was_said_when_all_was_erased_by_words_and_that_it_is(client, gateway_of, listen):
    await client.visit("en")
    stream = await listen()
    await client.say("delete my data", wait=None)
    await stream.until(lambda s: len(s.messages) == 2)
    await client.say("yes", wait=None)
    await stream.until(lambda s: s.ended)
    assert stream.messages[-1] == (4, said("erased", "en"))
    assert stream.events[-1] == Event("erased", {}, None)


async def test_a_stream_whose_client_has_gone_is_left(client, gateway_of, listen):
    await client.visit()
    stream = await listen()
    stream.gone.set()
    await asyncio.wait_for(stream.task, SECONDS)
    assert gateway_of.hub.count() == 0


async def test_a_client_that_does_not_read_holds_nobody_and_nothing_grows(client, gateway_of, listen):
    await client.visit()
    slow, quick = await listen(slow=True), await listen()
    for n in range(40):
        await client.say(f"number {n}")
    await quick.until(lambda s: len(s.messages) == 80)
    assert sum(len(listener._messages) for listeners in gateway_of.hub._listeners.values() for listener in listeners) <= 32
    slow.reading.set()
    await slow.until(lambda s: len(s.messages) == 80)
    assert slow.messages == quick.messages


async def test_a_client_that_never_reads_is_let_go(client, gateway_of, listen, monkeypatch):
    monkeypatch.setattr(events, "_SEND_SECONDS", 0.05)
    await client.visit()
    stream = await listen(slow=True)
    await asyncio.wait_for(stream.task, SECONDS)
    assert gateway_of.hub.count() == 0


async def test_one_visitor_has_not_more_than_a_few_streams(client, listen):
    await client.visit()
    for _ in range(8):
        await listen()
    answer = await client.get("/web/events")
    assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (429, "too_many_streams", "5")


async def test_the_head_of_a_stream_can_be_asked_for(client):
    await client.visit()
    answer = await client.head("/web/events")
    assert (answer.status_code, answer.content) == (200, b"")
