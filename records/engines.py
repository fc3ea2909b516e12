"""How each kind of database is opened: connections, what waits for what, and what a transaction begins with."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

Engine = Any
WAIT = 10.0
"""Seconds that a transaction waits for its turn before the database counts as unavailable."""
_READERS = 8
_COMMON: dict[str, Any] = {
    "future": True,
    "hide_parameters": True,  # errors are logged, and parameters are what visitors wrote
    "json_serializer": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
}
_SQLITE_SETTINGS = ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "journal_size_limit=67108864", "cache_size=-16384")


@dataclass(frozen=True)
class Engines:
    """durable, hasty: for transactions that write; a commit of the first is on the disk. reading: for those that only read."""

    durable: Engine
    hasty: Engine
    reading: Engine

    def dispose(self) -> None:
        """Close what is open and idle; what is in use is closed when it comes back."""
        for engine in (self.durable, self.hasty, self.reading):
            engine.dispose()


def read_url(url: str) -> URL:
    """The address of a database.

    Raises:
        ValueError: it is none, or of a kind that cannot be used.
    """
    try:
        read = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    except ArgumentError:
        raise ValueError("this is no address of a database, such as sqlite:////srv/records.db or postgresql://user@host/name") from None
    if read.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError(f"{read.get_backend_name()}: records are kept in SQLite or PostgreSQL only")
    return read


def sqlite_engines(path: Path, opened: Callable[[], None]) -> Engines:
    """A file that is there. opened: called after each connection.

    The writers of this process queue for one connection, rather than poll SQLite's lock; readers wait for nobody.
    """

    def connect() -> sqlite3.Connection:
        connection = _tuned(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=WAIT, **_SQLITE))
        opened()
        return connection

    def connect_to_read() -> sqlite3.Connection:
        connection = connect()
        connection.execute("PRAGMA query_only=ON")
        return connection

    writing = _sqlite_engine(connect, 1)
    return Engines(
        _beginning(writing, "PRAGMA synchronous=FULL", "BEGIN IMMEDIATE"),
        _beginning(writing, "PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE"),
        _beginning(_sqlite_engine(connect_to_read, _READERS), "BEGIN"),
    )


def memory_engines() -> Engines:
    """A database in memory: one connection, which all transactions queue for."""
    engine = _beginning(_sqlite_engine(lambda: _tuned(sqlite3.connect(":memory:", **_SQLITE)), 1), "BEGIN IMMEDIATE")
    return Engines(engine, engine, engine)


def postgresql_engines(url: URL) -> Engines:
    """A PostgreSQL server. A connection that broke while it was idle is replaced unnoticed."""
    engine = create_engine(
        url,
        pool_size=_READERS,
        max_overflow=_READERS,
        pool_timeout=WAIT,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 3, "tcp_user_timeout": 10000, "application_name": "ciep-assistant", "options": "-c timezone=UTC"},
        **_COMMON,
    )
    event.listen(engine, "begin", _begin_postgresql)
    hasty = engine.execution_options(begin=("SET LOCAL synchronous_commit TO OFF",))
    return Engines(engine, hasty, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True))


_SQLITE: dict[str, Any] = {
    "isolation_level": None,
    "check_same_thread": False,
}  # transactions begin where we say, not where sqlite3 guesses


def _sqlite_engine(connect: Callable[[], sqlite3.Connection], size: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT,
        pool_reset_on_return=None,  # each transaction has come to its end by then (`Database._transaction`)
        **_COMMON,
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tuned(connection: sqlite3.Connection) -> sqlite3.Connection:
    for setting in _SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _beginning(engine: Engine, *statements: str) -> Engine:
    return engine.execution_options(begin=statements)


def _begin_sqlite(connection: Any) -> None:
    raw = connection.connection.driver_connection
    for statement in connection.get_execution_options()["begin"]:
        raw.execute(statement)


def _begin_postgresql(connection: Any) -> None:
    for statement in connection.get_execution_options().get("begin", ()):
        connection.exec_driver_sql(statement)
