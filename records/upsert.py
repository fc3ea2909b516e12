"""INSERT … ON CONFLICT, which SQLAlchemy spells once for each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from records.database import Session


def insert(session: Session, table: Table) -> Any:
    """An INSERT into `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_in(session.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Any:
    """The same for a dialect, by its name: for a statement that is made once."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)
