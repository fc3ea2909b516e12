"""Imports run one way only: DESIGN's table of rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "knowledge": set(),
    "records": set(),
    "nlu": {"knowledge"},
    "actions": {"knowledge", "records"},
    "connectors": {"knowledge", "records"},
    "desk": {"knowledge", "records"},
    "bot": {"knowledge", "records", "nlu", "actions", "connectors", "desk"},
}
MUST_NOT_IMPORT = {
    "knowledge": {"rasa", "rasa_sdk", "starlette", "uvicorn", "sanic", "sqlalchemy"},
    "records": {"rasa", "rasa_sdk", "starlette", "uvicorn", "sanic"},
    "connectors": {"rasa", "rasa_sdk"},
    "desk": {"rasa", "rasa_sdk"},
    "actions": {"rasa", "starlette"},
}
ALONE = {"bench": set(MAY_IMPORT), "tests": set(MAY_IMPORT)}
"""Folders that are no rooms: they may import all, and no room imports them."""


def modules():
    return sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def imported(source: str, package: tuple[str, ...]) -> set[str]:
    """The top names of all that a module imports, relative imports and imports inside of functions too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            found.add((*above, *(node.module or "").split("."))[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"importlib.import_module", "import_module", "__import__"}:
            text = "".join(part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
            found.add(text.split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_rooms_below_its_own(path):
    parts = path.relative_to(ROOT).parts
    room = parts[0]
    names = imported(path.read_text(encoding="utf-8"), parts[:-1])
    rooms = names & (set(MAY_IMPORT) | set(ALONE)) - {room}
    if room == "bot" and "cli" in parts:
        rooms -= {"bench"}  # the composition root starts the benchmarks
    assert rooms - MAY_IMPORT[room] == set()
    assert names & MUST_NOT_IMPORT.get(room, set()) == set()


def test_every_room_has_its_row():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders - set(ALONE) <= set(MAY_IMPORT)


def test_no_import_goes_round():
    """The table itself has no circle."""
    below = dict(MAY_IMPORT)
    while below:
        free = {room for room, needs in below.items() if not needs & set(below)}
        assert free, f"a circle among {sorted(below)}"
        below = {room: needs for room, needs in below.items() if room not in free}


@pytest.mark.parametrize(
    ("source", "package", "names"),
    [
        ("import rasa.core.agent", ("knowledge",), {"rasa"}),
        ("def f():\n    from rasa_sdk import Action", ("knowledge",), {"rasa_sdk"}),
        ("from . import x", ("knowledge", "text"), {"knowledge"}),
        ("from ...bot import x", ("knowledge", "text"), {"bot"}),
        ("import importlib\nimportlib.import_module(f'bot.cli.{verb}')", ("bot",), {"importlib", "bot"}),
    ],
)
def test_every_form_of_import_is_seen(source, package, names):
    assert imported(source, package) == names
