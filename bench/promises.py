"""What a benchmark was to show, and what it found: a table with a verdict a line, and the figures kept beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Promise:
    """One promise. found, wanted: in words, for the table. broken: examples of where it does not hold."""

    what: str
    found: str
    wanted: str
    kept: bool
    broken: Sequence[str] = ()


def none_of(what: str, broken: Sequence[str], of: int) -> Promise:
    """That something happened to none of so many; where nothing was looked at, nothing is shown."""
    return Promise(what, f"{len(broken):,} of {of:,}", "0", not broken and of > 0, broken)


def table(promises: Sequence[Promise], *, examples: int = 20) -> str:
    """A line a promise, then where they are broken."""
    width = max(len(promise.what) for promise in promises)
    rows = [f"{'':<{width}}  {'found':>22}  target"]
    rows += [f"{p.what:<{width}}  {p.found:>22}  {p.wanted}  {'met' if p.kept else 'MISSED'}" for p in promises]
    for promise in promises:
        if promise.broken:
            rows += ["", f"{promise.what}:", *(f"  {line}" for line in promise.broken[:examples])]
            rows += [f"  … and {len(promise.broken) - examples:,} more"] if len(promise.broken) > examples else []
    return "\n".join(rows)


def conclude(promises: Sequence[Promise], path: Path, figures: dict[str, Any]) -> int:
    """Print the table and keep all of it; 0 where every promise is kept, else 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {**figures, "promises": [asdict(promise) for promise in promises]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\n{table(promises)}\n\nall figures: {path}")
    return 0 if all(promise.kept for promise in promises) else 1
