"""The database of the records: SQLite in a file (or in memory), or PostgreSQL.

SQLite runs in WAL mode. A transaction that acknowledges something is flushed to the disk (`synchronous=FULL`), so that it
survives a loss of power as well as `kill -9`; that costs 0.2 ms a commit on the machine where it was measured.
Leases and trackers, which a restart makes anew, are written with `durable=False`.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path
from typing import Any, Iterator

from sqlalchemy.exc import DatabaseError as DriversError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from records import engines, schema
from records.errors import DatabaseUnavailable

_STATEMENTS = re.compile(r"no such|already exists|syntax error|has no column|ambiguous|too many")

Session = Any
"""A transaction of `Database.begin` or `Database.read`; an SQLAlchemy connection, which has no types."""


class Database:
    """The records' database. Safe to share between threads; each transaction belongs to the thread that began it.

    where: the path of an SQLite file, or an address: "sqlite://" (in memory, gone with the object),
    "sqlite:////absolute/path.db", "postgresql://user@host/name". Nothing is opened before it is used.

    Raises:
        ValueError: the address is none, or of another kind of database.
    """

    def __init__(self, where: str | Path) -> None:
        self._path: Path | None = where.absolute() if isinstance(where, Path) else None
        self._opened: tuple[int, int] | None = None
        if isinstance(where, str):
            url = engines.read_url(where)
            if url.get_backend_name() == "postgresql":
                self._engines = engines.postgresql_engines(url)
                return
            self._path = None if url.database in {None, "", ":memory:"} else Path(url.database).absolute()
        self._engines = engines.sqlite_engines(self._path, self._note) if self._path else engines.memory_engines()

    @property
    def in_a_file(self) -> bool:
        """Whether it is a file of this machine, and not a server or in memory."""
        return self._path is not None

    def migrate(self) -> None:
        """Bring the tables to this version's; make the file, if it is a new one. Safe to run again, and from two processes at once.

        Raises:
            DatabaseNewer: a later version has changed the tables.
            DatabaseUnavailable: see there.
        """
        if self._path:
            with _unavailable():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(0o600)
        with self.begin() as session:
            schema.migrate(session)

    @contextlib.contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[Session]:
        """A transaction that writes: committed at its end, rolled back on an exception.

        durable: whether the commit must survive a loss of power; a later durable one brings earlier others with it.

        Raises:
            DatabaseUnavailable: it can't be used, or not any more; nothing of the transaction is stored.
        """
        with self._transaction(self._engines.durable if durable else self._engines.hasty) as session:
            yield session

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, all of it from one moment, and waits for no writer.

        Raises:
            DatabaseUnavailable: as above.
        """
        with self._transaction(self._engines.reading) as session:
            yield session

    def check(self) -> None:
        """Nothing, if records can be written and read now.

        Raises:
            DatabaseUnavailable: they can't.
            DatabaseNewer: a later version has changed the tables meanwhile.
        """
        with self.begin(durable=False) as session:
            found = schema.version(session)
            schema.check(found)
            if found != schema.HEAD:
                raise DatabaseUnavailable(
                    f"The database's tables are of version {found or 'none'}, not {schema.HEAD}; it is to be migrated."
                )

    def scrub(self) -> bool:
        """See to it that what was erased is in no file any more; False where a reader is in the way: then call again later.

        SQLite overwrites what is deleted, but its log still has it; the log is emptied here. PostgreSQL frees its space by
        itself (autovacuum).

        Raises:
            DatabaseUnavailable: see there.
        """
        if not self._path:
            return True
        self._same_file()
        with _unavailable(), self._engines.durable.connect() as connection:
            busy, _, _ = connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def dispose(self) -> None:
        """Close all connections. The object can be used again; what was in memory is gone."""
        self._opened = None
        self._engines.dispose()

    @contextlib.contextmanager
    def _transaction(self, engine: engines.Engine) -> Iterator[Session]:
        self._same_file()
        with _unavailable(), engine.begin() as session:
            yield session

    def _note(self) -> None:
        self._opened = self._opened or _identity(self._path)

    def _same_file(self) -> None:
        """A file that was removed or replaced can still be written to, and all of it would be lost."""
        if self._opened and _identity(self._path) != self._opened:
            self.dispose()
            raise DatabaseUnavailable(f"{self._path} has been removed or replaced.")


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _of_a_statement(error: DBAPIError) -> bool:
    """Whether it is the statement that is wrong, not the database. SQLite's driver doesn't tell them apart."""
    if error.connection_invalidated or type(error) is DriversError:
        return False
    return not isinstance(error, OperationalError) or bool(_STATEMENTS.search(str(error.orig)))


@contextlib.contextmanager
def _unavailable() -> Iterator[None]:
    """Turns what drivers say of a database that cannot be used into DatabaseUnavailable; errors of our statements stay."""
    try:
        yield
    except DBAPIError as error:
        if _of_a_statement(error):
            raise
        raise DatabaseUnavailable(str(error.orig).strip()) from error
    except (PoolTimeout, OSError, sqlite3.OperationalError) as error:  # the last from BEGIN, which SQLAlchemy doesn't know of
        raise DatabaseUnavailable(str(error)) from error
