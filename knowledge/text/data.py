"""The word lists beside this module (`*.yml`), read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=None)
def word_list(name: str) -> Any:
    """The parsed content of `<name>.yml` in this folder."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8"))
