"""What hangs on a visitor: found by the tables' own foreign keys, so that a table that is added later is reached by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table, or_, select

from records.models import metadata, visitors


def reached() -> list[Table]:
    """The tables whose rows belong to visitors, parents first."""
    return [table for table in metadata.sorted_tables if table is visitors or parents(table)]


def belongs(table: Table, visitor_id: int) -> Any:
    """The condition that a row of one of these tables belongs to the visitor."""
    if table is visitors:
        return table.c.id == visitor_id
    return or_(*(child.in_(select(parent).where(belongs(parent.table, visitor_id))) for child, parent in parents(table)))


def parents(table: Table) -> list[tuple[Column, Column]]:
    """The columns of a table by which a row is erased with a row of another table, and the columns that they point to."""
    return [(key.parent, key.column) for key in sorted(table.foreign_keys, key=lambda k: k.parent.name) if key.ondelete == "CASCADE"]
