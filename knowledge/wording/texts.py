"""Sentences for visitors, read from YAML: key → language → text, or a list of variants."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


class Texts:
    """The sentences of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, key: str, language: str, turn: int = 0, **values: object) -> str:
        """The text `key` in `language`, with `values` put in; where it has variants, `turn` picks one.

        Raises:
            KeyError: there is no such text, or it wants a value that is not given.
        """
        found = self.all[key][language]
        chosen = found[turn % len(found)] if isinstance(found, list) else found
        return str(chosen).format(**values)

    @cached_property
    def all(self) -> dict[str, Any]:
        """All of them."""
        loaded: dict[str, Any] = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        return loaded


text = Texts(Path(__file__).parent / "texts.yml")
"""The sentences of answers, small talk and failures."""


def texts() -> dict[str, Any]:
    """All of `text`."""
    return text.all
