"""The sentences of `texts.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


def text(key: str, language: str, turn: int = 0, **values: object) -> str:
    """The text `key` in `language`, with `values` put in; where it has variants, `turn` picks one.

    Raises:
        KeyError: there is no such text, or it wants a value that is not given.
    """
    found = texts()[key][language]
    chosen = found[turn % len(found)] if isinstance(found, list) else found
    return str(chosen).format(**values)


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """All texts: key → language → text or list of variants."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return loaded
