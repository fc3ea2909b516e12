"""The patterns of `words.yml`: they compile, are used, and say what they stand for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from actions.forms import words
from actions.forms.all import CASE_FORMS
from actions.forms.readers.choice import Choice
from actions.forms.words import changed_to, cue, field_named, lead, only_changes, only_introduces, wholly
from tests.actions.forms.heard import heard

ROOT = Path(__file__).parents[3]
WORDS = words._words()
EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yml").read_text(encoding="utf-8"))
FIELDS = {field.name: field for form in CASE_FORMS.values() for field in form.fields}


def examples(section):
    """Command or cue, what is said, and whether it is meant."""
    for name, found in EXAMPLES[section].items():
        yield from ((name, said, True) for said in found["is"])
        yield from ((name, said, False) for said in found["is_not"])


def paths():
    """Where patterns stand in the file."""
    for section, entries in WORDS.items():
        for name, found in {} if section == "parts" else entries.items():
            if isinstance(found, dict):
                yield from ((section, name, key) for key in found)
            else:
                yield section, name


@pytest.mark.parametrize("path", paths(), ids=".".join)
def test_every_pattern_compiles_and_says_something(path):
    patterns = words._patterns(*path)
    assert patterns
    assert [pattern.pattern for pattern in patterns if pattern.fullmatch("") and path[0] != "leads"] == []


@pytest.mark.parametrize("path", [path for path in paths() if path[0] == "labels" or path == ("changes", "to")], ids=".".join)
def test_a_label_has_the_value_as_its_group(path):
    assert all("v" in pattern.groupindex for pattern in words._patterns(*path))


def test_every_part_is_put_in_somewhere():
    written = str(WORDS)
    assert [part for part in WORDS["parts"] if f"<{part}>" not in written] == []


def strings():
    """Every string in the Python of the room."""
    for path in (ROOT / "actions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_command_or_cue_is_left_over():
    used = set(strings())
    assert [name for section in ("commands", "cues", "changes") for name in WORDS[section] if name not in used] == []


def test_every_field_can_be_named_and_every_choice_be_taken():
    assert set(WORDS["fields"]) == set(FIELDS)
    assert set(WORDS["choices"]) - {"yes_no"} == {name for name, field in FIELDS.items() if isinstance(field.reader, Choice)}
    assert set(WORDS["labels"]) | set(WORDS["leads"]) <= set(FIELDS)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("改一下公司名", {"organisation", "host"}),
        ("the phone number", {"phone"}),
        ("邮箱", {"email"}),
        ("the contact person", {"contact_name"}),
        ("面积", {"size"}),
        ("日期", {"preferred_date"}),
        ("hello", set()),
        ("hotel", set()),
        ("telephoto lenses", set()),
    ],
)
def test_a_field_is_named_by_what_visitors_call_it(said, named):
    assert {name for name in FIELDS if field_named(name, heard(said).folded)} == named


@pytest.mark.parametrize(("command", "said", "so"), examples("commands"))
def test_a_command_is_said_in_these_words_and_no_other(command, said, so):
    assert wholly(command, heard(said).folded) is so


@pytest.mark.parametrize(("name", "said", "so"), examples("cues"))
def test_a_cue_is_heard_where_it_is_meant(name, said, so):
    assert cue(name, heard(said).folded) is so


def test_every_command_and_cue_has_examples():
    assert {section: set(names) for section, names in EXAMPLES.items()} == {name: set(WORDS[name]) for name in ("commands", "cues")}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("标题改成新材料", "新材料"),
        ("电话不对，是13912345678", "13912345678"),
        ("change the title to How to live", "How to live"),
        ("the date should be April 16", "April 16"),
        ("the host is wrong, it is Rhine Academy", "Rhine Academy"),
        ("change it, it is for myself", "for myself"),
        ("actually it's a seminar", "a seminar"),
        ("Rhine Academy", None),
        ("修改标题", None),
        ("change the phone number", None),
    ],
)
def test_what_follows_the_words_of_a_change_is_the_new_value(said, value):
    match = changed_to(heard(said).plain)
    assert (match and match["v"]) == value


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("改成 吧", True),
        ("不对，应该是 ，抱歉", True),
        ("sorry, make it , not ", True),
        ("change it to seminar", False),
        ("改成公司", False),
    ],
)
def test_a_message_may_say_no_more_than_that_something_changes(said, so):
    assert only_changes(said) is so


@pytest.mark.parametrize(
    ("said", "so"),
    [("about", True), ("my phone number is", True), ("我们的电话是", True), ("大概", True), ("Phone Ltd", False), ("大约冬季", False)],
)
def test_a_message_may_say_no_more_than_what_leads_to_values(said, so):
    assert only_introduces(said) is so


def test_a_word_ends_where_chinese_begins():
    assert [name for name in ("talent", "funding") if any(p.search("发布一个funding需求") for p in words.choices("subject")[name])] == [
        "funding"
    ]


def test_what_leads_to_a_value_is_taken_away_once():
    assert lead("organisation", "我们公司叫我们公司") == "我们公司"
    assert re.search("x", lead("no such field", "x"))
