"""What the desk says to staff: `texts.yml`, both languages of a text side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, str]]:
    """All texts: key → language → text."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return loaded


def text(key: str, language: str, **values: object) -> str:
    """A text, with its values put in.

    Raises:
        KeyError: there is no such text, or it wants a value that is not given.
    """
    return texts()[key][language].format(**values)


def named(kind: str, value: object, language: str) -> str:
    """The name of a value that programs know, such as a state (`owner.bot`); itself where it has none.

    An intent that asks has the name of its kind of question.
    """
    asks = kind == "intent" and str(value).startswith("ask_")
    found = texts().get(f"question.{str(value)[4:]}" if asks else f"{kind}.{value}")
    return found[language] if found else str(value)
