"""How a server process is called in the records, and that there is one alone where the records are an SQLite file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

_ALONE = "server"


class NotAlone(Exception):
    """Another server uses the same SQLite file."""


@dataclass(frozen=True)
class Worker:
    """name: in the records. alone: nobody else answers out of them, so what an earlier process held can be taken up at once."""

    name: str
    alone: bool


@contextlib.contextmanager
def working(records: str | Path) -> Iterator[Worker]:
    """This process as a worker on these records, until the end of the block.

    Of PostgreSQL there may be many. An SQLite file belongs to one server: a lock beside it holds that, and goes with the process.

    Raises:
        NotAlone: there is another server.
    """
    if isinstance(records, str) and records.startswith("postgres"):
        yield Worker(f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}", alone=False)
        return
    path = Path(str(records).removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotAlone(f"another server uses {path}") from None
        yield Worker(_ALONE, alone=True)
