"""`assistant desk`: accounts at the command line, and the desk as a process that ends with the one that started it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from bench.services import free_port
from bot.cli import main
from bot.settings import ROOT
from records.accounts import members
from records.database import Database
from records.models import Role

BESIDE = """
import time
from bot.desk import beside
from bot.settings import read_settings
with beside(read_settings()):
    time.sleep(600)
"""


@pytest.fixture
def state(tmp_path, monkeypatch):
    """An empty folder of records."""
    monkeypatch.setenv("ASSISTANT_STATE", str(tmp_path))
    return tmp_path


def output(capsys, *arguments, code=0):
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_a_member_is_added_and_the_link_is_printed(state, capsys):
    told = output(capsys, "desk", "add-staff", "li", "--name", "Li Wei", "--role", "lead", "--email", "li@example.org")
    assert re.fullmatch(r"Li Wei chooses a password here, once, within two days:\nhttp://127\.0\.0\.1:8001/invitations/[\w-]{43}\n", told)
    database = Database(state / "records.db")
    with database.read() as session:
        member = members.find(session, "li")
    database.dispose()
    assert (member.name, member.role, member.email) == ("Li Wei", Role.LEAD, "li@example.org")
    assert "there is a member of staff 'li'" in output(capsys, "desk", "add-staff", "li", code=2)


def test_a_link_is_printed_anew(state, capsys, monkeypatch):
    output(capsys, "desk", "add-staff", "li")
    monkeypatch.setenv("ASSISTANT_DESK_URL", "https://desk.example.org")
    assert "https://desk.example.org/invitations/" in output(capsys, "desk", "invite", "li")
    assert "there is no member of staff 'wang'" in output(capsys, "desk", "invite", "wang", code=2)


@pytest.mark.parametrize("login", ["Li Wei", "x", "李伟", ".li"])
def test_what_is_no_login_is_told(state, capsys, login):
    assert "is no login" in output(capsys, "desk", "add-staff", login, code=2)


def answers(port) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as reply:
        return reply.status == 200
    return False


def until(condition, seconds=60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def started(state):
    """Starts a program with the desk on a free port; its process, the port, and what it has written."""
    processes = []

    def start(*command):
        port = free_port()
        environment = {**os.environ, "ASSISTANT_DESK_PORT": str(port), "PYTHONPATH": str(ROOT)}
        with (state / "log").open("w") as log:
            processes.append(subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stderr=log, stdin=subprocess.DEVNULL))
        return processes[-1], port, (state / "log").read_text

    yield start
    for process in processes:
        process.kill()
        process.wait()


def test_the_desk_is_served_and_tells_how_to_make_the_first_administrator(started):
    process, port, written = started("-m", "bot", "desk", "serve")
    assert until(lambda: "invitations/" in written()), written()
    assert f"the desk listens on http://127.0.0.1:{port}" in written()
    link = re.search(r"http://\S+/invitations/\S+", written())[0]
    with urllib.request.urlopen(link, timeout=5) as reply:
        assert reply.status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) in {0, -signal.SIGTERM}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_desk_ends_with_the_server_that_it_stands_beside_however_that_ends(started, how):
    process, port, written = started("-c", BESIDE)
    assert until(lambda: answers(port)), written()
    process.send_signal(how)
    assert until(lambda: not answers(port), 20)


def test_a_port_in_use_is_told_and_the_server_lives_on(started):
    _, port, written = started("-c", BESIDE)
    assert until(lambda: answers(port)), written()
    environment = {**os.environ, "ASSISTANT_DESK_PORT": str(port), "PYTHONPATH": str(ROOT)}
    second = subprocess.Popen([sys.executable, "-c", BESIDE], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    lines = [second.stderr.readline() for _ in range(2)]
    assert "cannot listen on" in lines[0]
    assert "the desk is not there" in lines[1]
    assert second.poll() is None
    second.kill()
    second.communicate()
