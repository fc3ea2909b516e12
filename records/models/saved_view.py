"""A list of the desk with its filters, kept under a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, UniqueConstraint

from records.models.base import BigId, metadata

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("staff", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    UniqueConstraint("staff", "name"),
)


@dataclass(frozen=True)
class SavedView:
    """staff: whose it is. query: what stands after the question mark."""

    id: int
    staff: str
    name: str
    query: str
