"""The database itself: transactions, what an outage looks like, and what survives it."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from records import engines, inbox, schema, transcript, visits
from records.database import Database
from records.errors import DatabaseNewer, DatabaseUnavailable, RecordsError
from records.models import trackers

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
ROOT = Path(__file__).parents[2]
NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"


def texts(database, conversation):
    with database.read() as session:
        return [message.text for message in transcript.transcript(session, conversation.id)]


ONLY_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


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


# Outages


@pytest.mark.parametrize("use", [Database.check, Database.migrate, lambda d: d.begin().__enter__(), lambda d: d.read().__enter__()])
@pytest.mark.parametrize("where", [NOBODY, "sqlite:////dev/null/records.db"])
def test_a_database_that_cannot_be_reached_is_unavailable(where, use):
    with pytest.raises(DatabaseUnavailable):
        use(Database(where))


def test_a_missing_file_is_made_by_migrate_only(tmp_path):
    database = Database(tmp_path / "records.db")
    with pytest.raises(DatabaseUnavailable):
        database.check()
    assert list(tmp_path.iterdir()) == []
    database.migrate()
    database.check()
    assert (tmp_path / "records.db").stat().st_mode & 0o777 == 0o600
    database.dispose()


def test_a_file_that_is_no_database_is_unavailable(tmp_path):
    path = tmp_path / "records.db"
    path.write_text("this is a letter to my aunt, " * 200)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        Database(path).migrate()


@ONLY_SQLITE
def test_a_file_that_is_taken_away_takes_nothing_and_works_again_when_it_is_back(world, tmp_path):
    conversation = world.visit()
    world.say(conversation, "m-1", "before")
    path, away = tmp_path / "records.db", tmp_path / "away.db"
    path.rename(away)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            world.say(conversation, "m-2", "while it is away")
        with pytest.raises(DatabaseUnavailable):
            world.database.check()
    assert not path.exists()
    away.rename(path)
    world.say(conversation, "m-3", "after")
    assert texts(world.database, conversation) == ["before", "after"]


@ONLY_SQLITE
def test_a_backup_that_is_put_in_place_is_used_from_then_on(world, tmp_path):
    conversation = world.visit()
    world.say(conversation, "m-1", "in the backup")
    world.database.scrub()
    shutil.copy(tmp_path / "records.db", tmp_path / "backup.db")
    world.say(conversation, "m-2", "later")
    (tmp_path / "backup.db").rename(tmp_path / "records.db")
    with pytest.raises(DatabaseUnavailable, match="replaced"):
        world.say(conversation, "m-3")
    for left in tmp_path.glob("records.db-*"):
        left.unlink()
    assert texts(world.database, conversation) == ["in the backup"]


@ONLY_SQLITE
def test_a_full_disk_is_an_outage_and_nothing_is_half_stored(world):
    conversation = world.visit()
    with world.database.begin() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(DatabaseUnavailable, match="full"):
        world.say(conversation, "m-1", "long " * 10000)
    assert world.rows("messages") == world.rows("seen_ids") == 0
    with world.database.begin() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))
    assert world.say(conversation, "m-1", "long " * 10000).fresh


def test_a_writer_who_keeps_the_database_to_himself_is_waited_for_not_for_ever(migrated_sqlite, tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "WAIT", 0.2)
    path = shutil.copy(migrated_sqlite, tmp_path / "records.db")
    database = Database(Path(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="locked"):
        database.check()
    other.execute("ROLLBACK")
    other.close()
    database.check()
    database.dispose()


@ONLY_POSTGRESQL
def test_a_connection_that_breaks_takes_its_transaction_back_and_the_next_one_works(world):
    conversation = world.visit()
    end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")

    def say_and_break():
        with world.database.begin() as session:
            inbox.accept(session, conversation.id, "m-1", "lost with the connection", None, NOW)
            world.do(lambda other: other.execute(end))

    with pytest.raises(DatabaseUnavailable):
        say_and_break()
    world.do(lambda other: other.execute(end))  # idle connections too
    world.say(conversation, "m-2", "kept")
    assert texts(world.database, conversation) == ["kept"]


@ONLY_POSTGRESQL
def test_two_who_wait_for_each_other_are_an_outage_for_one_of_them(world, at_once):
    talks = [world.visit("one"), world.visit("other")]
    both = threading.Barrier(2)

    def say(n):
        with world.database.begin() as session:
            inbox.accept(session, talks[n].id, f"a-{n}", "x", None, NOW)
            both.wait()
            inbox.accept(session, talks[1 - n].id, f"b-{n}", "x", None, NOW)

    def attempt(n):
        try:
            return say(n)
        except DatabaseUnavailable as error:
            return str(error)

    told = at_once(attempt, threads=2)
    assert sorted("deadlock" in (one or "") for one in told) == [False, True]
    assert world.rows("messages") == 2


def test_errors_of_statements_are_no_outages(world):
    for wrong in ("SELECT * FROM nothing", "SELEKT 1", "SELECT nothing FROM messages"):
        with pytest.raises(Exception, match=r"nothing|SELEKT") as raised, world.database.begin() as session:
            session.execute(text(wrong))
        assert not isinstance(raised.value, RecordsError)


def test_what_visitors_wrote_is_in_no_error(world, caplog):
    caplog.set_level(logging.DEBUG)
    written = {"sender": "nobody's", "events": "13800138000", "at": NOW}
    with pytest.raises(Exception, match=r"(?i)foreign key") as raised, world.database.begin() as session:
        session.execute(trackers.insert(), written)
    logging.getLogger(__name__).error("failed", exc_info=raised.value)
    assert "INSERT INTO trackers" in caplog.text
    assert "13800138000" not in caplog.text


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
