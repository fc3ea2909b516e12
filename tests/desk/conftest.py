"""The desk over its real application, in process: records in a file, staff of each role, and browsers that have signed in."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.settings import ROOT
from desk.app import make_app
from desk.place import Desk
from knowledge.handover.hours import read_hours
from knowledge.pack import load_pack
from records import handover, inbox, turns, visits
from records.accounts import invitations, members, sessions
from records.database import Database
from records.models import Reason, Role
from records.turns import Draft, Understood

NOW = dt.datetime(2023, 3, 1, 2, 30, tzinfo=dt.timezone.utc)
PASSWORD = "a horse in the exhibition hall"
STAFF = {"li": Role.AGENT, "wang": Role.LEAD, "chen": Role.ADMINISTRATOR, "zhao": Role.AUDITOR}
NAMES = {"li": "Li Wei", "wang": "Wang Min", "chen": "Chen Hua", "zhao": "Zhao Yun"}
OWN = {"Sec-Fetch-Site": "same-origin"}
BASE = "http://127.0.0.1:8001"


@pytest.fixture(scope="session")
def pack():
    """The pack in use."""
    return load_pack(ROOT / "knowledge" / "packs" / "ciep-21-2023")


@pytest.fixture(scope="session")
def staffed(tmp_path_factory):
    """A file of records with staff of each role; argon2 takes its time, so it is made once."""
    path = tmp_path_factory.mktemp("desk") / "records.db"
    database = Database(path)
    database.migrate()
    with database.begin() as session:
        for login, role in STAFF.items():
            member = members.add(session, login, NAMES[login], role, "tests", NOW)
            invitations.accept(session, invitations.invite(session, member, "tests", NOW), PASSWORD, NOW)
    database.dispose()
    return path


@dataclass
class World:
    """The desk, its records, and a clock that stands until it is moved."""

    desk: Desk
    app: object
    numbers: itertools.count = field(default_factory=itertools.count)

    @property
    def now(self) -> dt.datetime:
        return self.desk.now()

    def do(self, function, *arguments, **named):
        """What a function of the records returns, in a transaction of its own."""
        with self.desk.database.begin() as session:
            return function(session, *arguments, **named)

    def passes(self, **time) -> None:
        later = self.now + dt.timedelta(**time)
        self.desk.now = lambda: later

    def browser(self, **headers) -> httpx.AsyncClient:
        """One that has not signed in."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("10.0.0.7", 1234))
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers={**OWN, "Accept-Language": "en", **headers})

    def signed_in(self, login: str, **headers) -> httpx.AsyncClient:
        """One in which somebody has signed in."""
        browser = self.browser(**headers)
        browser.cookies.set("desk", self.session(login), domain="127.0.0.1")
        return browser

    def session(self, login: str, *, whole: bool = True) -> str:
        """The token of a new session."""
        return self.do(sessions.begin, self.do(members.find, login), "a browser", self.now, whole=whole)

    def talk(self, *says: str, key: str = "visitor", channel: str = "web", language: str = "en"):
        """A conversation in which a visitor says things and is answered."""
        found = self.do(visits.open_conversation, channel, "", key, self.now, language)
        for words in says:
            self.say(found, words)
        return found

    def say(self, talk, words: str):
        """A message of the visitor, answered where the bot has the conversation."""
        message = self.do(inbox.accept, talk.id, f"{talk.id}-{next(self.numbers)}", words, None, self.now).message
        turn = self.do(turns.claim_turn, "worker", self.now, 60.0, talk.id)
        if turn:
            reply = Draft(f"answer to {words}", "en", {"kind": "answer", "topic": "booth", "sources": ["Annex 2"]})
            self.do(turns.answer, turn, [reply], Understood("en", "answer", "ask_deadline", "booth", ("f",), 0.9, 12), self.now)
        return message

    def queued(self, *says: str, **of):
        """A conversation that waits for somebody."""
        found = self.talk(*(says or ("human",)), **of)
        self.do(handover.request, found.id, Reason.ASKED, self.now, "booth")
        return found


@pytest.fixture
def world(staffed, pack, tmp_path):
    """A desk with staff of each role and no conversations."""
    path = tmp_path / "records.db"
    path.write_bytes(Path(staffed).read_bytes())
    database = Database(path)
    desk = Desk(database, pack, read_hours("always", ZoneInfo("Asia/Shanghai")), now=lambda: NOW)
    yield World(desk, make_app(desk))
    database.dispose()


def words_of(page: httpx.Response) -> str:
    """The text of a page, without its tags."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page.text, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
