"""Cases as sheets: one for each kind, a row for each case, in the columns of `columns.yml`."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any, Callable, Iterable, Mapping, Sequence

from records.cases import Case, CaseKind, EoNeed
from records.exports.columns import Column, Layout, layouts
from records.exports.sheet import Cell, Sheet

Names = Callable[[str], str]
"""What the topics of the pack are called, by their ids."""
_TOPICS = {"zone", "topic"}


def sheets(
    cases: Sequence[Case],
    numbers: Mapping[int, str],
    zone: dt.tzinfo,
    *,
    confidential: bool = False,
    words: bool = True,
    names: Names = str,
    kinds: Iterable[CaseKind] = CaseKind,
) -> list[Sheet]:
    """A sheet for each of the kinds, with a row for each case of it, in the order given.

    numbers: of the cases that others are likely duplicates of, by id (`cases.numbers_of`). zone: whose time moments are shown
    in. confidential: with the needs that are never to be listed, which are left out otherwise. words: values as people read
    them, enumerations in both languages; else as programs do.
    """
    shown = [case for case in cases if confidential or not is_confidential(case)]
    made = []
    for kind in kinds:
        layout = layouts()[kind]
        reading = _Reading(numbers, zone, words, names)
        rows = [[reading.cell(case, column) for column in layout.columns] for case in shown if case.kind is kind]
        made.append(_sheet(kind, layout, rows, words))
    return made


def is_confidential(case: Case) -> bool:
    """Whether the visitor does not want it to be listed anywhere."""
    return isinstance(case.details, EoNeed) and case.details.confidential is not False


def _sheet(kind: CaseKind, layout: Layout, rows: list[list[Cell]], words: bool) -> Sheet:
    keys = [column.key for column in layout.columns]
    return Sheet(layout.name.both if words else kind.value, keys, [column.heading.both for column in layout.columns], rows)


class _Reading:
    """How values of cases become cells."""

    def __init__(self, numbers: Mapping[int, str], zone: dt.tzinfo, words: bool, names: Names) -> None:
        self._numbers, self._zone, self._words, self._names = numbers, zone, words, names

    def cell(self, case: Case, column: Column) -> Cell:
        """The case's value in a column."""
        value = self._value(case, column.key)
        return column.said(value) if self._words else _for_programs(value)  # type: ignore[no-any-return]

    def _value(self, case: Case, key: str) -> Any:
        value = getattr(case.details if hasattr(case.details, key) else case, key)
        if key == "duplicate_of":
            return self._numbers.get(value)
        if isinstance(value, dt.datetime):
            return value.astimezone(self._zone)
        return self._names(value) if self._words and key in _TOPICS and value else value


def _for_programs(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
