"""A private PostgreSQL server in a folder of its own, on a free port, where its programs are installed."""

from __future__ import annotations

import contextlib
import getpass
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from records.database import Database

_QUICK = {"fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1"}


class PostgreSQL:
    """The server. address: up to the name of a database."""

    def __init__(self, programs: Path, folder: Path, user: str) -> None:
        self._programs, self._folder, self._data, self._log = programs, folder, folder / "data", folder / "log"
        group = pwd.getpwnam(user).pw_gid
        self._role = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
        self._port = _free_port()
        self._process: subprocess.Popen | None = None
        self.address = f"postgresql://tests@127.0.0.1:{self._port}/"

    def make(self) -> None:
        """Make its files."""
        init = [self._programs / "initdb", "-D", self._data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(init, cwd=self._folder, check=True, stdout=subprocess.DEVNULL, **self._role)

    def start(self) -> None:
        """Start it; it answers then."""
        options = {**_QUICK, "unix_socket_directories": self._folder, "port": self._port}
        settings = (part for name, value in options.items() for part in ("-c", f"{name}={value}"))
        with self._log.open("a") as out:
            command = [self._programs / "postgres", "-D", self._data, *settings]
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=out, stderr=out, **self._role)
        self._wait()

    def stop(self) -> None:
        """Stop it at once, as a power cut would."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)

    def new_database(self, name: str) -> str:
        """An empty database; its address."""
        engine = create_engine(f"{self.address}postgres", isolation_level="AUTOCOMMIT", future=True)
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.address + name

    def _wait(self) -> None:
        database = Database(f"{self.address}postgres")
        for _ in range(300):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(Exception), database.read() as session:
                session.execute(text("SELECT 1"))
                database.dispose()
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()}")


@contextlib.contextmanager
def private_server():
    """A server that runs, and is gone afterwards; the test is skipped where there is none to be had."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not programs:
        pytest.skip("PostgreSQL's server is not installed (no /usr/lib/postgresql/*/bin/postgres)")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="tests-postgresql-"))
    try:
        if user != getpass.getuser():
            shutil.chown(folder, user)
        server = PostgreSQL(programs[-1].parent, folder, user)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _unprivileged() -> str:
    """Whom PostgreSQL runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user `postgres`")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
