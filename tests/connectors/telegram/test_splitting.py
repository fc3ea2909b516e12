"""Long texts in parts that Telegram takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.telegram.splitting import LONGEST, split, units


@pytest.mark.parametrize(
    ("text", "longest", "parts"),
    [
        ("short", 10, ["short"]),
        ("", 10, []),
        (" \n ", 10, []),
        ("one\n\ntwo and\nthree", 12, ["one\n\ntwo and", "three"]),
        ("paragraph one\n\nparagraph two", 20, ["paragraph one", "paragraph two"]),
        ("First is this. Second is that.", 20, ["First is this.", "Second is that."]),
        ("第一句在这里。第二句在那里。", 10, ["第一句在这里。", "第二句在那里。"]),
        ("version 3.5 of it costs nothing", 14, ["version 3.5 of", "it costs", "nothing"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("😀" * 7, 10, ["😀" * 5, "😀" * 2]),
        ("a" + "e\u0301" * 9, 10, ["a" + "e\u0301" * 4, "e\u0301" * 5]),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text, longest, parts):
    assert split(text, longest) == parts


def test_telegrams_length_counts_code_units():
    assert [units(part) for part in split("😀" * 3000)] == [LONGEST, 6000 - LONGEST]


@given(st.text(alphabet="ab 。.\n😀e\u0301\u200d深", max_size=300), st.integers(4, 40))
def test_nothing_is_lost_and_every_part_fits(text, longest):
    parts = split(text, longest)
    assert all(part and units(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
