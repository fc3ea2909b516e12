"""INSERT … ON CONFLICT, which SQLAlchemy spells once for each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import TextClause

from records.database import Session


def insert(session: Session, table: Table) -> Any:
    """An INSERT into `table` that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_in(session.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Any:
    """The same for a dialect, by its name: for a statement that is made once."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def spelled(statement: Any, dialect: str) -> TextClause:
    """A statement as text, its values to be given by their names: for one that is run often, and that SQLAlchemy spells anew each time."""
    kind = postgresql if dialect == "postgresql" else sqlite
    found = statement.compile(dialect=kind.dialect(paramstyle="named"))
    return text(str(found)).bindparams(*(bindparam(name, type_=found.binds[name].type) for name in found.binds))
