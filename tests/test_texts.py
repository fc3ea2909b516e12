"""Everything that is said to a visitor stands in all languages, side by side, with the same values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ROOMS = ("knowledge", "actions", "connectors", "bot", "desk")
FILES = sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("texts.yml"))
LANGUAGES = {"zh", "en"}
OF_DATES = {"year", "month", "month_name", "name", "weekday", "day", "last", "time", "zone"}
"""Each language writes dates and times in its own way."""


def entries(node):
    """Every mapping of languages in a file."""
    if isinstance(node, dict):
        if LANGUAGES & set(node):
            yield node
        else:
            for part in node.values():
                yield from entries(part)
    elif isinstance(node, list):
        for part in node:
            yield from entries(part)


def values_of(said):
    """The values that a text, or a list of them, wants, but for those of dates."""
    return set(re.findall(r"\{(\w+)\}", str(said))) - OF_DATES


@pytest.mark.parametrize("file", FILES)
def test_every_text_exists_in_every_language_with_the_same_values(file):
    found = list(entries(yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))))
    assert found
    assert [entry for entry in found if set(entry) != LANGUAGES or not all(entry.values())] == []
    assert [entry for entry in found if values_of(entry["zh"]) != values_of(entry["en"])] == []
