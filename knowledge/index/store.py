"""Keeps built indexes on disk, as plain arrays, by the fingerprint of the pack and of the code that reads it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import numpy as np
from scipy import sparse

from knowledge.index.index import LANGUAGES, FactIndex, LanguageIndex, kind_of
from knowledge.index.ridge import Ridge
from knowledge.linker import TopicLinker
from knowledge.pack import Pack

_KEPT = 2


def index_of(pack: Pack, folder: Path | None = None, report: Callable[[str], None] = lambda _: None) -> FactIndex:
    """The index of `pack`: from `folder` where it is kept there, else built (seconds) and kept."""
    path = folder / f"{_learned_from(pack)[:16]}-{_code()[:8]}.npz" if folder else None
    if path and path.exists():
        try:
            return _read(pack, path)
        except (OSError, ValueError, KeyError):
            report("the kept index cannot be read and is built anew")
    index = FactIndex.build(pack, report)
    if path:
        _write(index, path)
    return index


def _learned_from(pack: Pack) -> str:
    """A fingerprint of what building learns from: phrases, kinds, topics and names; wordings and values may change."""
    candidates = [(c.id, kind_of(c), c.topic, tuple(c.asks.zh), tuple(c.asks.en)) for c in pack.candidates]
    topics = [(t.id, t.parent, t.name, t.aliases) for t in pack.topics.values()]
    return hashlib.sha256(repr((candidates, topics, pack.names)).encode()).hexdigest()


def _write(index: FactIndex, path: Path) -> None:
    arrays: dict[str, Any] = {}
    for language, part in index.parts.items():
        arrays[f"{language}.owner"] = part.owner
        for name, ridge in (("masked", part.masked), ("full", part.full)):
            at = f"{language}.{name}"
            arrays[f"{at}.terms"] = np.frombuffer("\n".join(ridge.terms).encode(), dtype=np.uint8)
            arrays[f"{at}.idf"], arrays[f"{at}.dual"] = ridge.idf, ridge.dual
            rows = ridge.rows
            arrays[f"{at}.data"], arrays[f"{at}.indices"], arrays[f"{at}.indptr"] = rows.data, rows.indices, rows.indptr
    path.parent.mkdir(parents=True, exist_ok=True)
    part_file = path.with_suffix(".part")
    with part_file.open("wb") as file:
        np.savez(file, **arrays)
    part_file.replace(path)
    for old in sorted(path.parent.glob("*.npz"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _read(pack: Pack, path: Path) -> FactIndex:
    with np.load(path, allow_pickle=False) as arrays:
        parts = {
            language: LanguageIndex(_ridge(arrays, f"{language}.masked"), _ridge(arrays, f"{language}.full"), arrays[f"{language}.owner"])
            for language in LANGUAGES
        }
    return FactIndex(pack, TopicLinker(pack), parts)


def _ridge(arrays: Any, at: str) -> Ridge:
    terms = arrays[f"{at}.terms"].tobytes().decode().split("\n")
    shape = (len(arrays[f"{at}.indptr"]) - 1, len(terms))
    rows = sparse.csr_matrix((arrays[f"{at}.data"], arrays[f"{at}.indices"], arrays[f"{at}.indptr"]), shape=shape)
    return Ridge(terms, arrays[f"{at}.idf"], rows, arrays[f"{at}.dual"])


@lru_cache(maxsize=1)
def _code() -> str:
    """A fingerprint of the code and word lists that features depend on."""
    knowledge = Path(__file__).parent.parent
    paths = [*knowledge.glob("text/*"), *knowledge.glob("index/*.py"), knowledge / "linker.py"]
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.suffix in {".py", ".yml"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()
