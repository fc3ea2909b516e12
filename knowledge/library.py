"""The pack in use, shared by all of a process, and put in anew when its files change."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Callable, Sequence

from knowledge.amending import Change, amended
from knowledge.index import FactIndex
from knowledge.index.store import index_of
from knowledge.pack import PackError, load_pack

logger = logging.getLogger(__name__)

PACKS = Path(__file__).parent / "packs"
_LOOK_EVERY = 1.0


class Library:
    """Holds the index of the pack in `folder`. Built indexes are kept in `cache` where it is given.

    A changed file is seen within about a second of the next question; the new index is built beside the old one,
    which answers until then, and stays if the new files cannot be used.
    """

    def __init__(self, folder: Path, cache: Path | None = None, report: Callable[[str], None] = lambda _: None) -> None:
        self.folder, self.cache = folder, cache
        self._state = self._files()
        self._index = index_of(load_pack(folder), cache, report)
        self._changes: tuple[Change, ...] = ()
        self._amended = self._index
        self._looked = time.monotonic()
        self._lock = threading.Lock()
        self._rebuilding: threading.Thread | None = None

    def index(self) -> FactIndex:
        """The index in use now. Never waits."""
        if time.monotonic() - self._looked > _LOOK_EVERY:
            with self._lock:
                self._look()
        return self._amended

    def amend(self, changes: Sequence[Change]) -> None:
        """Say something else of some facts from now on, instead of what was amended before; quick, for nothing is learned anew."""
        with self._lock:
            self._changes = tuple(changes)
            self._amended = amended(self._index, self._changes)

    def wait(self) -> None:
        """Wait for a rebuilding that is under way."""
        if self._rebuilding:
            self._rebuilding.join()

    def _look(self) -> None:
        self._looked = time.monotonic()
        if self._rebuilding and self._rebuilding.is_alive():
            return
        state = self._files()
        if state != self._state:
            self._state = state
            self._rebuilding = threading.Thread(target=self._rebuild, name="index", daemon=True)
            self._rebuilding.start()

    def _rebuild(self) -> None:
        try:
            self._index = index_of(load_pack(self.folder), self.cache)
            self.amend(self._changes)
            logger.info("the pack %s has changed and is in use", self.folder.name)
        except PackError as error:
            logger.error("the pack %s has changed and cannot be used; the earlier one stays:\n%s", self.folder.name, error)

    def _files(self) -> dict[str, tuple[int, int]]:
        stats = ((str(path), path.stat()) for path in sorted(self.folder.rglob("*.yml")))
        return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats}


_shared: Library | None = None


def share(library: Library) -> None:
    """Make `library` the one that this process uses."""
    global _shared  # noqa: PLW0603 (the process has one pack in use; Rasa builds its components by itself)
    _shared = library


def shared() -> Library:
    """The library of this process; with none shared yet, the newest pack in `knowledge/packs`."""
    if _shared is None:
        share(Library(max(path.parent for path in PACKS.glob("*/event.yml"))))
    assert _shared is not None
    return _shared
