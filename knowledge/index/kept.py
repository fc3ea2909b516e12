"""Vectors kept on disk by their text and their maker, so that only new phrases are encoded when a pack or the examples change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Callable, Sequence

import numpy as np

from knowledge.text.meaning import DIMENSIONS, MADE_BY, vectors

_MOST = 200_000
_KEY_BYTES = 8
_STEPS = 10  # lines of progress


class KeptVectors:
    """Gives the vectors of texts, from `path` where they are kept there; rounded to 16 bits, kept or new.

    A file that cannot be read is made anew. report: hears of long work.
    """

    def __init__(self, path: Path | None, report: Callable[[str], None] = lambda _: None) -> None:
        self._path, self._report = path, report

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of `texts`, of shape (texts, DIMENSIONS)."""
        kept = self._read()
        new = list(dict.fromkeys(text for text in texts if _key(text) not in kept))
        if new:
            kept.update(zip(map(_key, new), self._encoded(new)))
            self._write(kept)
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.asarray(np.stack([kept[_key(text)] for text in texts]), dtype=np.float32)

    def _encoded(self, texts: Sequence[str]) -> np.ndarray:
        step = max(1, len(texts) // _STEPS)
        told = 0

        def tell(done: int) -> None:
            nonlocal told
            if done // step > told and len(texts) > step * 2:
                told = done // step
                self._report(f"reading the phrases, {100 * done // len(texts)} %")

        return vectors(texts, tell).astype(np.float16)

    def _read(self) -> dict[bytes, np.ndarray]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                keys, rows = arrays["keys"].tobytes(), arrays["rows"]
        except (OSError, ValueError, KeyError):
            self._report("the kept vectors cannot be read and are made anew")
            return {}
        return {keys[i * _KEY_BYTES : (i + 1) * _KEY_BYTES]: row for i, row in enumerate(rows)}

    def _write(self, kept: dict[bytes, np.ndarray]) -> None:
        if self._path is None:
            return
        newest = list(kept.items())[-_MOST:]
        keys = np.frombuffer(b"".join(key for key, _ in newest), dtype=np.uint8)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.savez(file, keys=keys, rows=np.stack([row for _, row in newest]))
        part.replace(self._path)


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{MADE_BY}\0{text}".encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]
