"""The tables' version: where it stands, and how it is brought up to date (records/migrations)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from records.errors import DatabaseNewer

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = max(path.stem.split("_")[0].removeprefix("v") for path in (MIGRATIONS / "versions").glob("v*.py"))
"""The version of the newest migration: v0001_first_tables.py is version 0001."""
_LOCK = 7061001
"""PostgreSQL's advisory lock of those who migrate: any number that is nobody else's."""


def version(connection: Any) -> str | None:
    """The version of the tables; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def check(found: str | None) -> None:
    """Nothing, if this code knows the version.

    Raises:
        DatabaseNewer: it doesn't.
    """
    if found is not None and found > HEAD:
        raise DatabaseNewer(
            f"The database's tables are of version {found}, this program knows those up to {HEAD}. "
            "Start the newer version of the assistant, or restore a backup that was made before it ran."
        )


def migrate(connection: Any) -> None:
    """Bring the tables to HEAD inside of the transaction of `connection`; others who try wait for its end.

    Raises:
        DatabaseNewer: a later version has changed them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = version(connection)
    check(found)
    if found != HEAD:
        _upgrade(connection)


def _upgrade(connection: Any) -> None:
    from alembic import command  # takes a quarter of a second to import, and is seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
