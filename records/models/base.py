"""What the tables share: the metadata with its naming rules, and types that SQLite and PostgreSQL keep alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, ForeignKey, Integer, MetaData, Numeric, Text, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the records; importing `records.models` fills it."""

UTC = dt.timezone.utc
BigId = BigInteger().with_variant(Integer, "sqlite")
"""Whole numbers that identify rows. SQLite numbers only columns of type INTEGER by itself."""
Document = JSON(none_as_null=True)
"""A JSON value; None is SQL's NULL."""
NEVER_REUSED = {"sqlite_autoincrement": True}
"""Options of a table whose ids stand for one row for ever: SQLite would give the id of an erased row to the next one."""


class Moment(TypeDecorator):  # type: ignore[misc] # SQLAlchemy 1.4 has no types
    """A moment in UTC, to the microsecond: an aware datetime in Python whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """The moment in UTC; without a time zone where the database keeps none.

        Raises:
            ValueError: it has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class OneOf(TypeDecorator):  # type: ignore[misc] # SQLAlchemy 1.4 has no types
    """One of the values of an enumeration, kept as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, values: type[Enum]) -> None:
        super().__init__()
        self.values = values

    def process_bind_param(self, value: Enum | None, _dialect: Any) -> str | None:
        """Its text."""
        return None if value is None else str(self.values(value).value)

    def process_result_value(self, value: str | None, _dialect: Any) -> Enum | None:
        """The member of the enumeration."""
        return None if value is None else self.values(value)


class Exact(TypeDecorator):  # type: ignore[misc] # SQLAlchemy 1.4 has no types
    """A decimal number, kept as exactly as it was given; as text in SQLite, which has no decimals."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """What the database keeps it as."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> Decimal | str | None:
        """The number, or its text where the database keeps that."""
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Decimal | str | None, _dialect: Any) -> Decimal | None:
        """The number."""
        return None if value is None else Decimal(value)


def belongs_to(parent: str, name: str, **options: Any) -> Column:
    """A column that points to `parent` ("messages.id"), and with whose row this row is erased.

    Every table with words of or about a visitor hangs on such columns; erasure and export follow them (records/privacy.py).
    """
    return Column(name, BigId, ForeignKey(parent, ondelete="CASCADE"), nullable=False, **options)
