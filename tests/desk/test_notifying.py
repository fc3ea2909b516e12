"""Staff who are not looking are told, by mail and by webhook: each thing once, not in quiet hours, and again where it failed."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from desk.notifying import Notifying, Ways
from desk.posting import Mail, Post, PostingFailed, Webhook
from knowledge.handover.hours import read_hours
from records import cases, presence
from records.accounts import members
from records.cases import Handoff, HandoffReason

SHENZHEN = ZoneInfo("Asia/Shanghai")


class Robot(BaseHTTPRequestHandler):
    """A group robot."""

    heard: ClassVar[list] = []
    answer: ClassVar[dict] = {"errcode": 0}
    status = 200

    def do_POST(self):
        self.heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(self.answer).encode())

    def log_message(self, *_args):
        """Nothing."""


class Letterbox(socketserver.StreamRequestHandler):
    """A mail server that speaks as much SMTP as is needed."""

    letters: ClassVar[list] = []

    def handle(self):
        self.say("220 here")
        to, line = [], b"x"
        while line and not line.upper().startswith(b"QUIT"):
            line = self.rfile.readline()
            if line.upper().startswith(b"RCPT"):
                to.append(line.decode().split("<")[1].split(">")[0])
            if line.upper().startswith(b"DATA"):
                self.say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += self.rfile.readline()
                self.letters.append((to, body.decode()))
            self.say("221 bye" if line.upper().startswith(b"QUIT") else "250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


def serving(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def robot():
    Robot.heard, Robot.answer, Robot.status = [], {"errcode": 0}, 200
    server = serving(HTTPServer(("127.0.0.1", 0), Robot))
    yield Webhook(f"http://127.0.0.1:{server.server_port}/robot")
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail():
    Letterbox.letters = []
    server = serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letterbox))
    yield Mail(f"smtp://127.0.0.1:{server.server_address[1]}", "desk@example.org")
    server.shutdown()
    server.server_close()


@pytest.fixture
def notifying(world, robot, mail):
    li = world.do(members.find, "li")
    world.do(members.change, li.id, "tests", world.now, email="li@example.org")
    world.desk.url = "https://desk.example.org"
    return Notifying(world.desk, Ways(mail, robot), "en")


async def test_a_visitor_who_waits_is_told_of_once_and_without_a_word_of_theirs(world, notifying):
    talk = world.queued("my secret")
    world.passes(seconds=1)
    assert [await notifying.round(), await notifying.round()] == [2, 0]
    (heard,) = Robot.heard
    assert heard == {
        "msgtype": "text",
        "text": {
            "content": "A visitor is waiting\nWeb · English · Asked for a person · Applying to exhibit (booth application)\n"
            f"https://desk.example.org/conversations/{talk.id}"
        },
    }
    ((to, letter),) = Letterbox.letters
    assert to == ["li@example.org"]
    assert "secret" not in letter


async def test_who_has_the_desk_open_has_a_minute(world, notifying):
    world.queued()
    world.do(presence.seen, world.do(members.find, "wang").id, world.now)
    world.passes(seconds=30)
    assert await notifying.round() == 0
    world.passes(seconds=31)
    world.do(presence.seen, world.do(members.find, "wang").id, world.now)
    assert await notifying.round() == 2


async def test_a_case_is_told_of(world, notifying):
    talk = world.talk("hello")
    at = {"language": "en", "late": False, "after_end": False, "now": world.now, "message_id": "m", "edition": "21"}
    case = world.do(cases.submit, talk.id, Handoff(HandoffReason.ASKED, "secret"), **at)
    await notifying.round()
    assert Robot.heard[0]["text"]["content"] == (
        f"New case {case.number}\nCase {case.number} was filed.\nhttps://desk.example.org/cases/{case.id}"
    )


async def test_nothing_is_sent_in_quiet_hours_and_all_of_it_afterwards(world, robot, mail):
    quiet = read_hours("daily 00:00-07:00 22:00-24:00", SHENZHEN)
    found = Notifying(world.desk, Ways(mail, robot, quiet), "en")
    world.passes(hours=13)  # half past eleven at night
    world.queued()
    assert await found.round() == 0
    world.passes(hours=8)
    assert await found.round() == 1


@pytest.mark.parametrize(("status", "answer"), [(500, {}), (302, {}), (200, {"errcode": 93000, "errmsg": "invalid webhook url"})])
async def test_what_was_not_taken_is_tried_again(world, notifying, status, answer):
    world.queued()
    world.passes(seconds=1)
    Robot.status, Robot.answer = status, answer
    with pytest.raises(PostingFailed):
        await notifying.round()
    Robot.status, Robot.answer = 200, {"errcode": 0}
    assert await notifying.round() == 1
    assert len(Letterbox.letters) == 1


def test_a_server_that_is_not_there_is_told_without_what_was_to_be_sent():
    post = Post("subject", "text")
    for send in (
        lambda: Mail("smtp://127.0.0.1:1", "a@b.c").send(post, ["d@e.f"]),
        lambda: Webhook("http://127.0.0.1:1/secret").send(post),
    ):
        with pytest.raises(PostingFailed) as failure:
            send()
        assert "secret" not in str(failure.value)


async def test_what_nobody_thought_of_is_logged_and_the_next_round_is_tried(world, notifying, monkeypatch, caplog):
    monkeypatch.setattr("desk.notifying._LONGEST_PAUSE", 0.0)
    tried = asyncio.Queue()

    async def fails():
        tried.put_nowait(None)
        return 1 / 0

    monkeypatch.setattr(notifying, "round", fails)
    task = asyncio.create_task(notifying.run())
    await asyncio.wait_for(asyncio.gather(tried.get(), tried.get()), 20)
    task.cancel()
    assert "staff could not be told" in caplog.text


async def test_without_a_way_nothing_runs(world):
    await Notifying(world.desk, Ways()).run()


def test_quiet_hours_are_hours(world):
    assert read_hours("daily 22:00-24:00", SHENZHEN).is_open(dt.datetime(2023, 3, 1, 23, tzinfo=SHENZHEN))
