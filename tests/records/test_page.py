"""The page on the records says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from records import cases, conversations, outbox
from records.cases import drafts, inquiry
from records.models import metadata
from records.reach import parents

PAGE = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
CASES = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
PROSE = " ".join(PAGE.split())


def rows(heading: str) -> list[list[str]]:
    """The first table after a text: the names set as code in each cell of each row."""
    table = re.search(r"(?:^\|.*\n)+", PAGE[PAGE.index(heading) :], re.M)[0]
    cells = [line.strip("|\n ").split("|") for line in table.splitlines()[2:]]
    return [[re.findall(r"`([^`]+)`", cell) for cell in row] for row in cells]


def moves(heading: str) -> set[tuple[str, str]]:
    return {(before, to) for row in rows(heading) for before in row[0] for to in row[1]}


def of_code(table) -> set[tuple[str, str]]:
    return {(before.value, to.value) for before, after in table.items() for to in after}


def test_every_table_is_documented_and_the_other_way_round():
    assert sorted(row[0][0] for row in rows("## What is kept")) == sorted(metadata.tables)


def test_what_a_row_goes_with_is_what_the_keys_say():
    table = re.search(r"(?:^\|.*\n)+", PAGE[PAGE.index("## What is kept") :], re.M)[0]
    for line in table.splitlines()[2:]:
        name, _, said = (cell.strip() for cell in line.strip("|").split("|"))
        above = {parent.table.name.rstrip("s") for _, parent in parents(metadata.tables[name.strip("`")])}
        assert above == ({said.removeprefix("its ")} if said.startswith("its ") else set())


def test_the_steps_of_conversations_and_deliveries_are_those_of_the_code():
    assert moves("**A conversation**") == of_code(conversations.MOVES)
    assert moves("**A delivery**") == of_code(outbox.MOVES)
    assert moves("**A case**") == of_code(cases.MOVES)


def test_the_kinds_of_case_and_their_numbers_are_those_of_the_code():
    table = re.findall(r"^\| `(\w\w)-21-\d{4}` \| [^|]+ \| `(\w+)` \|$", CASES, re.M)
    assert table == [(sort.prefix, kind.value) for kind, sort in cases.SORTS.items()]


def test_the_figures_of_cases_are_those_of_the_code():
    assert f"After {inquiry.MOST} contacts" in PROSE
    assert f"after {inquiry.MOST_OF_A_NUMBER} for one number" in PROSE
    assert f"after the {drafts.DAYS:g} days" in PROSE
    assert f"kept for {drafts.DAYS:g} days" in " ".join(CASES.split())


def test_the_figures_of_the_outbox_are_those_of_the_code():
    assert f"after {outbox.MAX_ATTEMPTS} attempts" in PROSE
    assert f"from {outbox.FIRST_WAIT:g} seconds up to {outbox.LONGEST_WAIT / 60:g} minutes" in PROSE
