"""What the channel itself says to visitors: `texts.yml`, all languages of a text side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.text.folding import to_traditional


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """All texts: name → language → text, or list of texts."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return found


def text(name: str, tag: str | None, **values: object) -> str:
    """A text, with its values filled in. tag: `zh`, `zh-Hant` or `en`; Chinese where none is known."""
    language = (tag or "zh").partition("-")[0]
    found = str(texts()[name][language if language in texts()[name] else "zh"]).format(**values)
    return to_traditional(found) if tag == "zh-Hant" else found
