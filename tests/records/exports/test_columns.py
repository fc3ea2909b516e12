"""The columns: one place, both languages, nothing forgotten."""

from __future__ import annotations

import re
from dataclasses import fields
from enum import Enum
from typing import get_args, get_type_hints

import pytest

from records.cases import SORTS, BoothKind, CaseKind, CaseState, Subject
from records.exports import heading_of, word
from records.exports.columns import Heading, layouts
from tests.records.cases.conftest import NEED


@pytest.mark.parametrize("kind", CaseKind)
def test_every_value_of_a_case_has_its_column_in_the_order_of_the_questions(kind):
    keys = [column.key for column in layouts()[kind].columns]
    asked = [field.name for field in fields(SORTS[kind].details)]
    assert keys == [
        "number", "filed_at", "state", *asked, "late", "after_end", "duplicate_of", "language", "channel", "assigned", "due", "changed_at",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", CaseKind)
def test_every_value_of_an_enumeration_is_said_in_words(kind):
    types = {"state": CaseState, "late": bool, "after_end": bool, **get_type_hints(SORTS[kind].details)}
    for column in layouts()[kind].columns:
        found = {part for part in (types.get(column.key), *get_args(types.get(column.key))) if isinstance(part, type)}
        values = {str(value.value) for part in found if issubclass(part, Enum) for value in part}
        values |= {"true", "false"} if bool in found else set()
        assert set(column.values) == values, column.key


def test_every_heading_and_value_is_chinese_and_english():
    texts = [layout.name for layout in layouts().values()]
    columns = [column for layout in layouts().values() for column in layout.columns]
    texts += [column.heading for column in columns] + [text for column in columns for text in column.values.values()]
    for text in texts:
        assert re.search("[\u4e00-\u9fff]", text.zh), text
        assert re.fullmatch("[A-Z][ A-Za-z-]+", text.en), text


def test_headings_of_a_kind_differ():
    for layout in layouts().values():
        for language in ("zh", "en"):
            headings = [column.heading.in_(language) for column in layout.columns]
            assert len(set(headings)) == len(headings)


def test_a_heading_and_a_word_are_found_by_their_key():
    assert heading_of(CaseKind.BOOTH_REQUEST, "phone") == Heading("电话", "Phone")
    assert word(CaseKind.EO_NEED, "subject", Subject.TALENT) == Heading("人才", "Talent")
    assert word(CaseKind.EO_NEED, "confidential", NEED.confidential) == Heading("公开", "Open")
    assert word(CaseKind.BOOTH_REQUEST, "booth_kind", BoothKind.RAW_SPACE).both == "光地 / Raw space"
