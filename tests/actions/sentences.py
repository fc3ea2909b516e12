"""What holds of every file of sentences, and which sentences the code asks for."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

from knowledge.text.tokens import HAN
from knowledge.wording.texts import LANGUAGES, Texts

SAYING = {"text", "_say", "say", "Line", "Trouble"}
"""Calls whose first argument is the key of a sentence."""


def lacking(texts: Texts) -> list[str]:
    """The sentences that are not there in every language."""
    return [key for key, said in texts.all.items() if list(said) != list(LANGUAGES) or not all(str(line).strip() for line in said.values())]


def foreign(texts: Texts) -> list[str]:
    """The sentences that are not written in the script of their language; names in brackets may be."""
    english = {key: re.sub(r"\([^)]*\)", "", said["en"]) for key, said in texts.all.items()}
    chinese = {key: re.sub(r"\{\w+\}", "", said["zh"]) for key, said in texts.all.items()}
    found = [key for key, line in english.items() if re.search(f"[{HAN}]", line)]
    return found + [key for key, line in chinese.items() if re.search(r"[^\W\d_]", line) and not re.search(f"[{HAN}]", line)]


def uneven(texts: Texts) -> list[str]:
    """The sentences whose languages want different values; a month is a figure in one and a name in the other."""
    return [key for key, said in texts.all.items() if len({frozenset(_wanted(line) - {"month", "name"}) for line in said.values()}) > 1]


def _wanted(line: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(line) if name}


def said(folder: Path) -> set[str]:
    """The keys that the code of a folder says as they stand."""
    calls = (node for tree in _trees(folder) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    keys = (part for call in calls if _name(call.func) in SAYING for part in _choices(call.args[0]))
    whole = {part.value for part in keys if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return {key for key in whole if re.fullmatch(r"[a-z][a-z_]*[a-z]", key)}


def left_over(texts: Texts, folder: Path, besides: set[str]) -> list[str]:
    """The sentences that nothing asks for. besides: keys that are put together of more than one part."""
    strings, begun = set(besides), set()
    for node in (node for tree in _trees(folder) for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and node.values[0].value.endswith("_"):
            begun.add(node.values[0].value)
    return [key for key in texts.all if key not in strings and not key.startswith(tuple(begun))]


def _choices(argument: ast.expr):
    """A key, or the two of a conditional one."""
    return [*_choices(argument.body), *_choices(argument.orelse)] if isinstance(argument, ast.IfExp) else [argument]


def _trees(folder: Path):
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]


def _name(function) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
