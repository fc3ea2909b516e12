"""The tables' versions: made from nothing, brought up to date once, and in agreement with the models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from records import schema
from records.database import Database
from records.models import metadata

ROOT = Path(__file__).parents[2]
MIGRATE = """
import sys
from pathlib import Path
from records.database import Database
where = sys.argv[1]
Database(where if "://" in where else Path(where)).migrate()
"""


@pytest.fixture
def new(empty):
    database = Database(empty)
    yield database
    database.dispose()


def tables(database):
    with database.begin() as session:
        return set(inspect(session).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def test_from_nothing_to_the_newest_version(new):
    new.migrate()
    new.check()
    assert tables(new) == set(metadata.tables)


def test_the_migrations_make_what_the_models_say(new):
    new.migrate()
    with new.begin() as session:
        options = {"include_name": lambda name, _kind, _parents: name != "sqlite_sequence", "compare_type": True}
        assert compare_metadata(MigrationContext.configure(session, opts=options), metadata) == []


def test_ids_are_never_used_again(new, kind):
    new.migrate()
    with new.begin() as session:
        if kind == "postgresql":  # its sequences never go back
            return
        made = dict(session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
    assert {name for name, sql in made.items() if sql and "AUTOINCREMENT" in sql} == {
        "visitors", "conversations", "messages", "deliveries", "cases", "staff", "handovers", "notes", "audit_lines", "amendments",
        "proposals",
    }  # fmt: skip


def test_migrating_again_changes_nothing(new):
    new.migrate()
    with new.begin() as session:
        session.execute(text("INSERT INTO tallies VALUES ('2023-03-01', 'web', 'en', 'answer', '', '', 1, 0, 0)"))
    new.migrate()
    with new.begin() as session:
        assert session.execute(text("SELECT count(*) FROM tallies")).scalar() == 1


def test_three_processes_that_migrate_at_once_do_it_once(empty):
    processes = [subprocess.Popen([sys.executable, "-W", "error", "-c", MIGRATE, str(empty)], cwd=ROOT) for _ in range(3)]
    assert [process.wait(30) for process in processes] == [0, 0, 0]
    database = Database(empty)
    database.check()
    database.dispose()


def test_eight_threads_that_migrate_at_once_do_it_once(new, at_once):
    at_once(lambda _: new.migrate())
    new.check()


def test_a_migration_that_fails_leaves_nothing_behind(new, empty):
    if isinstance(empty, Path):
        empty.touch()
    with new.begin() as session:
        session.execute(text("CREATE TABLE tallies (day DATE)"))  # the last table that the migration makes
    with pytest.raises(Exception, match="already exists"):
        new.migrate()
    assert tables(new) == {"tallies"}


def test_each_version_has_its_file_and_follows_the_one_before():
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    files = sorted(path.stem for path in (schema.MIGRATIONS / "versions").glob("v*.py"))
    assert [file.split("_")[0] for file in files] == [f"v{revision}" for revision in revisions]
    assert script.get_current_head() == schema.HEAD == revisions[-1]
