"""One process at a time, where several would do the same long work."""

from __future__ import annotations

import contextlib
import fcntl
from pathlib import Path
from typing import Iterator


@contextlib.contextmanager
def alone(folder: Path, work: str) -> Iterator[None]:
    """Waits until no other process does this work in `folder`, which is made where it is missing; ends with the process, too."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{work}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
