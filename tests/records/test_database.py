"""The database itself: transactions, versions, and what survives a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from records import inbox, schema, transcript, visits
from records.database import Database
from records.errors import DatabaseNewer, DatabaseUnavailable, RecordsError
from tests.records.kinds import NOW, ONLY_SQLITE, texts

ROOT = Path(__file__).parents[2]


# Transactions


@pytest.mark.parametrize("durable", [True, False])
def test_a_transaction_is_kept_at_its_end_and_taken_back_on_an_error(world, durable):
    conversation = world.visit()

    def say(message_id, error=None):
        with world.database.begin(durable=durable) as session:
            inbox.accept(session, conversation.id, message_id, message_id, None, NOW)
            if error:
                raise error

    say("kept")
    with pytest.raises(RecordsError, match="thrown"):
        say("taken back", RecordsError("thrown"))
    assert texts(world.database, conversation) == ["kept"]


def test_who_reads_waits_for_nobody_and_sees_one_moment(world):
    conversation = world.visit()
    world.say(conversation, "m-1")
    with world.database.begin() as writing, world.database.read() as reading:
        inbox.accept(writing, conversation.id, "m-2", "second", None, NOW)
        assert len(transcript.transcript(reading, conversation.id)) == 1
    with world.database.read() as reading:
        before = transcript.transcript(reading, conversation.id)
        thread = threading.Thread(target=world.say, args=(conversation, "m-3"))
        thread.start()
        thread.join()
        assert transcript.transcript(reading, conversation.id) == before
    assert len(texts(world.database, conversation)) == 3


def test_who_reads_cannot_write(world):
    conversation = world.visit()
    with pytest.raises(Exception, match=r"read-?only"), world.database.read() as session:
        inbox.accept(session, conversation.id, "m-1", "hello", None, NOW)
    world.say(conversation, "m-1")


def test_an_acknowledged_message_is_on_the_disk_and_a_lease_need_not_be(world, kind):
    setting = "PRAGMA synchronous" if kind == "sqlite" else "SHOW synchronous_commit"
    found = []
    for durable in (True, False, True):
        with world.database.begin(durable=durable) as session:
            found.append(session.execute(text(setting)).scalar())
    assert found == ([2, 1, 2] if kind == "sqlite" else ["on", "off", "on"])


@ONLY_SQLITE
def test_sqlite_is_set_as_the_page_says(world):
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
    for transaction in (world.database.begin, world.database.read):
        with transaction() as session:
            assert {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


def test_a_database_in_memory_is_one_for_all_threads_and_ends_with_its_connections(at_once):
    database = Database("sqlite://")
    database.migrate()
    with database.begin() as session:
        conversation = visits.open_conversation(session, "web", "main", "visitor", NOW)

    def say(n):
        with database.begin(durable=n % 2 == 0) as session:
            inbox.accept(session, conversation.id, f"m-{n}", f"text {n}", None, NOW)

    at_once(say)
    assert sorted(texts(database, conversation)) == [f"text {n}" for n in range(8)]
    assert database.scrub()
    database.dispose()
    with pytest.raises(DatabaseUnavailable, match="to be migrated"):
        database.check()
    database.dispose()


@pytest.mark.parametrize("where", ["", "nonsense", "mysql://a@b/c", "redis://x", "postgresql+:/"])
def test_an_address_that_cannot_be_used_is_refused(where):
    with pytest.raises(ValueError, match=r"no address|PostgreSQL only"):
        Database(where)


def test_a_file_can_be_named_as_address_or_as_path_with_any_characters(tmp_path):
    path = tmp_path / "with space ? and % and #" / "数据.db"
    for where in (path, f"sqlite:///{tmp_path}/plain.db"):
        database = Database(where)
        database.migrate()
        database.check()
        database.dispose()
    assert path.exists()
    assert (tmp_path / "plain.db").exists()


def test_a_relative_path_stays_where_it_was(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    databases = [Database(Path("a.db")), Database("sqlite:///b.db")]
    monkeypatch.chdir(tmp_path / "elsewhere")
    for database in databases:
        database.migrate()
        database.dispose()
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["a.db", "b.db"]


# Versions


def test_a_database_without_tables_is_to_be_migrated(empty):
    database = Database(empty)
    if isinstance(empty, Path):
        empty.touch()
    with pytest.raises(DatabaseUnavailable, match="version none"):
        database.check()
    database.dispose()


def test_a_database_of_a_newer_version_is_left_alone(empty):
    database = Database(empty)
    database.migrate()
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (database.migrate, database.check):
        with pytest.raises(DatabaseNewer, match=f"version 9999, .* up to {schema.HEAD}"):
            use()
    with database.begin() as session:
        assert schema.version(session) == "9999"
    database.dispose()


# Loss of the process

ACCEPTING = """
import sys, itertools, datetime as dt
from pathlib import Path
from records import inbox, visits
from records.database import Database
now = dt.datetime.now(dt.timezone.utc)
where = sys.argv[1]
database = Database(where if "://" in where else Path(where))
with database.begin() as session:
    conversation = visits.open_conversation(session, "web", "main", sys.argv[2], now)
for n in itertools.count():
    with database.begin() as session:
        inbox.accept(session, conversation.id, f"{sys.argv[2]}-{n}", "hello", None, now)
    print(n, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(world, kind, tmp_path):
    where = str(tmp_path / "records.db") if kind == "sqlite" else str(world.database._engines.durable.url)
    command = [sys.executable, "-c", ACCEPTING, where]
    processes = [subprocess.Popen([*command, name], cwd=ROOT, stdout=subprocess.PIPE, text=True) for name in ("one", "other")]
    acknowledged = {}
    for process in processes:
        while "50\n" not in (line := process.stdout.readline()):
            assert line, "it ended by itself"
    for name, process in zip(("one", "other"), processes):
        process.send_signal(signal.SIGKILL)
        acknowledged[name] = 51 + len(process.stdout.read().splitlines())
        process.wait()
        process.stdout.close()
    for name, number in acknowledged.items():
        kept = len(texts(world.database, world.visit(name)))
        assert number <= kept <= number + 1
