"""What an outage of the database looks like, and what is no outage."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from records import engines, inbox
from records.database import Database
from records.errors import DatabaseUnavailable, RecordsError
from records.models import trackers
from tests.records.kinds import NOW, ONLY_SQLITE, texts

NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"
ONLY_POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


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
