"""Keeps built indexes on disk, as plain arrays, by the fingerprint of the pack and of the code that reads it."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import numpy as np
from scipy import sparse

from knowledge.alone import alone
from knowledge.index.index import FactIndex, Learned, kind_of, learn
from knowledge.index.kept import KeptVectors
from knowledge.index.meanings import Phrases
from knowledge.index.terms import Terms
from knowledge.linker import TopicLinker
from knowledge.pack import Pack

VECTORS = "vectors.npz"
_KEPT = 2


def index_of(pack: Pack, folder: Path | None = None, report: Callable[[str], None] = lambda _: None) -> FactIndex:
    """The index of `pack`: from `folder` where it is kept there, else built (minutes, where its phrases are new) and kept.

    Of several processes that want it, one builds it, and the others wait for that.
    """
    if folder is None:
        return FactIndex.build(pack, report, vectors_in(None, report))
    path = folder / f"index-{_learned_from(pack)[:16]}-{_code()[:8]}.npz"
    kept = _kept(pack, path, report)
    if kept:
        return kept
    with alone(folder, "building"):
        kept = _kept(pack, path, lambda _: None)
        if kept:
            return kept
        linker = TopicLinker(pack)
        learned = learn(pack, linker, report, vectors_in(folder, report))
        _write(learned, path)
        return FactIndex(pack, linker, learned)


def _kept(pack: Pack, path: Path, report: Callable[[str], None]) -> FactIndex | None:
    if path.exists():
        try:
            return _read(pack, path)
        except (OSError, ValueError, KeyError):
            report("the kept index cannot be read and is built anew")
    return None


def vectors_in(folder: Path | None, report: Callable[[str], None] = lambda _: None) -> KeptVectors:
    """The vectors kept beside the indexes in `folder`."""
    return KeptVectors(folder / VECTORS if folder else None, report)


def _learned_from(pack: Pack) -> str:
    """A fingerprint of what building learns from: phrases, kinds, topics and names; wordings and values may change."""
    candidates = [(c.id, kind_of(c), c.topic, tuple(c.asks.zh), tuple(c.asks.en)) for c in pack.candidates]
    topics = [(t.id, t.parent, t.name, t.aliases) for t in pack.topics.values()]
    return hashlib.sha256(repr((candidates, topics, pack.names)).encode()).hexdigest()


def _write(learned: Learned, path: Path) -> None:
    arrays: dict[str, Any] = learned.phrases._asdict()
    terms = learned.terms
    rows = terms.rows
    arrays |= {"terms": terms.terms, "idf": terms.idf, "data": rows.data, "indices": rows.indices, "indptr": rows.indptr}
    path.parent.mkdir(parents=True, exist_ok=True)
    part_file = path.with_suffix(f".{os.getpid()}.part")
    with part_file.open("wb") as file:
        np.savez(file, **arrays)
    part_file.replace(path)
    for old in sorted(path.parent.glob("index-*.npz"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _read(pack: Pack, path: Path) -> FactIndex:
    with np.load(path, allow_pickle=False) as arrays:
        phrases = Phrases(*(arrays[name] for name in Phrases._fields))
        return FactIndex(pack, TopicLinker(pack), Learned(phrases, _terms(arrays)))


def _terms(arrays: Any) -> Terms:
    terms = arrays["terms"]
    shape = (len(arrays["indptr"]) - 1, len(terms))
    rows = sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
    return Terms(terms, arrays["idf"], rows)


@lru_cache(maxsize=1)
def _code() -> str:
    """A fingerprint of the code and word lists that features depend on."""
    knowledge = Path(__file__).parent.parent
    paths = [*knowledge.glob("text/*"), *knowledge.glob("index/*.py"), knowledge / "linker.py"]
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.suffix in {".py", ".yml"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()
