"""INSERT … ON CONFLICT, which SQLAlchemy spells once for each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from records.database import Session


def insert(session: Session, table: Table) -> Any:
    """An INSERT into `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return (postgresql if session.dialect.name == "postgresql" else sqlite).insert(table)
