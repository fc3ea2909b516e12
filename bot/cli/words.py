"""What the terminal says to those who talk in it; both languages side by side in `words.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")


def word(key: str, language: str, **values: object) -> str:
    """The text `key` in `language`, with `values` put in."""
    return words()[key][language].format(**values)


def both(key: str, **values: object) -> str:
    """The text `key` in both languages."""
    return " / ".join(word(key, language, **values) for language in LANGUAGES)


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """All texts: key → language → text."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
    return loaded
