"""What the web channel itself says to visitors: `texts.yml`, all languages of a text side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=None)
def texts() -> dict[str, Any]:
    """All texts: name → language → text, or list of texts."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return found


def text(name: str, language: str, **values: object) -> str:
    """A text, with its values filled in."""
    return str(texts()[name][language]).format(**values)
