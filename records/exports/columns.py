"""The columns of exported cases, read from `columns.yml`: what each is called, and how its values are said in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Union

import yaml

from records.models import CaseKind

_FILE = Path(__file__).parent / "columns.yml"


@dataclass(frozen=True)
class Heading:
    """One text in both languages."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        """Both, as one text."""
        return f"{self.zh} / {self.en}"

    def in_(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return str(getattr(self, language))


@dataclass(frozen=True)
class Column:
    """key: what the value is called in a case or its details. values: what they are in words, by their text; none: as they are."""

    key: str
    heading: Heading
    values: Mapping[str, Heading]

    def said(self, value: Any) -> Any:
        """A value as it stands in a cell: one of an enumeration, yes and no in the words of both languages, others as they are."""
        if isinstance(value, (Enum, bool)):
            return self.values[_text(value)].both
        return value


@dataclass(frozen=True)
class Layout:
    """name: of all cases of the kind. columns: in their order."""

    name: Heading
    columns: tuple[Column, ...]


@lru_cache(maxsize=1)
def layouts() -> Mapping[CaseKind, Layout]:
    """How the cases of each kind are laid out."""
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    lists = {name: {value: Heading(**texts) for value, texts in values.items()} for name, values in loaded["values"].items()}

    def column(key: str, zh: str, en: str, values: str | None = None) -> Column:
        return Column(key, Heading(zh, en), lists[values] if values else {})

    def layout(entry: dict[str, Any]) -> Layout:
        rows = [*loaded["before"], *entry["columns"], *loaded["after"]]
        return Layout(Heading(entry["zh"], entry["en"]), tuple(column(**row) for row in rows))

    return {CaseKind(kind): layout(entry) for kind, entry in loaded["kinds"].items()}


def heading_of(kind: CaseKind, key: str) -> Heading:
    """What a column is called."""
    return _column(kind, key).heading


def word(kind: CaseKind, key: str, value: Union[Enum, bool]) -> Heading:
    """What a value of an enumeration, or yes and no, is called."""
    return _column(kind, key).values[_text(value)]


def _column(kind: CaseKind, key: str) -> Column:
    return next(column for column in layouts()[kind].columns if column.key == key)


def _text(value: Union[Enum, bool]) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value.value)
