"""The desk in a process of its own, and a page of it as staff use it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from records.accounts import invitations, members, sessions
from records.database import Database
from records.models import Role

PASSWORD = "a horse in the exhibition hall"
STAFF = {
    "li": ("李伟", Role.AGENT),
    "wang": ("Wang Min", Role.LEAD),
    "chen": ("陈华", Role.ADMINISTRATOR),
    "zhao": ("Zhao Yun", Role.AUDITOR),
}


def now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)


class DeskSite:
    """The desk on the records of a site. make_staff: as argon2 takes its time, once."""

    root = Path(__file__).parents[2]

    @classmethod
    def environment_of(cls, state: Path, **settings: str) -> dict[str, str]:
        """What a process with its records there is started with."""
        return {**os.environ, "PYTHONPATH": str(cls.root), "ASSISTANT_STATE": str(state), "ASSISTANT_STAFF_HOURS": "always", **settings}

    def __init__(self, site) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = Database(site.state / "records.db")
        self._process: subprocess.Popen[bytes] | None = None

    def make_staff(self) -> None:
        """An account for each role."""
        self.database.migrate()
        for login, (name, role) in STAFF.items():
            member = self.do(members.add, login, name, role, "tests", now())
            self.do(invitations.accept, self.do(invitations.invite, member, "tests", now()), PASSWORD, now())

    def do(self, function, *arguments, **named):
        """What a function of the records returns, in a transaction of its own."""
        with self.database.begin() as session:
            return function(session, *arguments, **named)

    def token(self, login: str) -> str:
        """Of a new session."""
        return self.do(sessions.begin, self.do(members.find, login), "tests", now(), whole=True)

    def start(self) -> None:
        """Come back when it answers."""
        command = [sys.executable, "-m", "bot", "desk", "serve", "--port", str(self.port)]
        with (self.site.state / "desk.log").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, env=self.site.environment, cwd=self.site.root)
        end = time.monotonic() + 180
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/health", timeout=1):
                return
            time.sleep(0.1)
        raise AssertionError((self.site.state / "desk.log").read_text(encoding="utf-8")[-2000:])

    def kill(self) -> None:
        """As a crash does."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def end(self) -> None:
        """As an operator ends it."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(15)
            self._process = None
        self.database.dispose()


class Seat:
    """A page of the desk."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url = page, url
        self.entries = page.locator(".entries .entry")
        self.transcript = page.locator("#transcript")
        self.field = page.locator("#text")
        self.notice = page.locator("#notice")

    def open(self, path: str = "/") -> Seat:
        self.page.goto(f"{self.url}{path}")
        return self

    def claim(self, entry: int = 0) -> None:
        """Open a conversation of the list and claim it."""
        self.entries.nth(entry).click()
        self.page.get_by_role("button", name="接听").or_(self.page.get_by_role("button", name="Claim")).click()
        self.page.locator("#send").wait_for()

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Control+Enter")

    def bubble(self, text: str):
        """What was said or noted, with a text."""
        return self.transcript.locator(".bubble").filter(has_text=text)
