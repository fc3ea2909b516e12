"""Every test of the records runs on SQLite and on a real PostgreSQL, which is started once a session where it is installed."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from records import inbox, turns, visits
from records.buttons import Choice
from records.database import Database
from records.models import Conversation, metadata, visitors
from records.reach import reached
from records.turns import Draft, Understood
from tests.postgresql import private_server

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
NOT_OF_A_VISITOR = [table for table in reversed(metadata.sorted_tables) if table not in reached()]
"""Tables whose rows do not go with a visitor, in an order in which they can be emptied."""
UNDERSTOOD = Understood("en", "answer", "ask_time", "forum", ("forum.time",), 0.9, 12)


@pytest.fixture(scope="session")
def cluster():
    """A private PostgreSQL server."""
    with private_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql(cluster):
    """Makes an empty PostgreSQL database; its address."""
    names = (f"records_{number}" for number in itertools.count())
    return lambda: cluster.new_database(next(names))


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql):
    """A PostgreSQL database with the tables."""
    database = Database(new_postgresql())
    database.migrate()
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory):
    """An SQLite file with the tables."""
    path = tmp_path_factory.mktemp("records") / "migrated.db"
    database = Database(path)
    database.migrate()
    database.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """Which database a test runs on."""
    return request.param


@pytest.fixture
def empty(kind, tmp_path, request):
    """Where a database is to be, without tables."""
    return tmp_path / "records.db" if kind == "sqlite" else request.getfixturevalue("new_postgresql")()


@pytest.fixture
def database(kind, tmp_path, request):
    """Records without content."""
    if kind == "postgresql":
        found = request.getfixturevalue("migrated_postgresql")
        with found.begin() as session:
            for table in NOT_OF_A_VISITOR:
                session.execute(table.delete())
            session.execute(visitors.delete())  # and all that hangs on them; quicker than TRUNCATE where there is little
        yield found
        return
    shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "records.db")
    found = Database(tmp_path / "records.db")
    yield found
    found.dispose()


@dataclass
class World:
    """Visitors who write to a database, and a bot that answers. Each method is a transaction of its own."""

    database: Database

    def visit(self, key: str = "visitor", channel: str = "web", now: dt.datetime = NOW) -> Conversation:
        with self.database.begin() as session:
            return visits.open_conversation(session, channel, "main", key, now)

    def say(self, conversation, channel_message_id, text="where is it?", now=NOW, button=None):
        with self.database.begin() as session:
            return inbox.accept(session, conversation.id, channel_message_id, text, button, now)

    def claim(self, conversation=None, now=NOW, worker="worker", seconds=60.0):
        with self.database.begin(durable=False) as session:
            return turns.claim_turn(session, worker, now, seconds, conversation and conversation.id)

    def answer(self, turn, *texts, now=NOW, asked=UNDERSTOOD, deliver=True, buttons=()):
        drafts = [Draft(text, "en", {"kind": "answer", "topic": "forum"}, buttons) for text in texts or ["in Shenzhen"]]
        with self.database.begin() as session:
            return turns.answer(session, turn, drafts, asked, now, deliver=deliver)

    def exchange(self, conversation, channel_message_id, text="where is it?", reply="in Shenzhen", now=NOW, deliver=True):
        """A question and its answer; the message that asks and the one that answers."""
        asked = self.say(conversation, channel_message_id, text, now).message
        (answered,) = self.answer(self.claim(conversation, now), reply, now=now, deliver=deliver)
        return asked, answered

    def do(self, function, *arguments, **named):
        """What a function of the records returns, in a transaction of its own."""
        with self.database.begin() as session:
            return function(session, *arguments, **named)

    def rows(self, table) -> int:
        """How many rows a table has."""
        with self.database.read() as session:
            return session.execute(text(f"SELECT count(*) FROM {table}")).scalar()


@pytest.fixture
def world(database):
    """Visitors and a bot."""
    return World(database)


@pytest.fixture
def choice():
    """A button."""
    return Choice("The forum", {"intent": "ask_time", "slots": {"topic": "forum"}})


@pytest.fixture
def at_once():
    """Runs a function in 8 threads that begin together, with the number of each; their results."""

    def run(function, threads=8):
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(function, range(threads)))

    return run
