"""docs/widget.md says what the widget does: attributes, members, events, browsers."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[4]
WIDGET = ROOT / "connectors" / "web" / "widget"
PAGE = (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")


def source(name: str) -> str:
    return (WIDGET / name).read_text(encoding="utf-8")


def first_column(pattern: str) -> set[str]:
    """What matches in the first column of the tables of the page."""
    cells = re.findall(r"^\| *([^|]*`[^|]*?) *\|", PAGE, re.M)
    return {name for cell in cells for name in re.findall(pattern, cell)}


def test_every_attribute_is_documented_and_the_other_way_round():
    read = set(re.findall(r"\bdata\.(\w+)", source("src/options.ts")))
    assert first_column(r"`data-([a-z]+)`") == read


def test_attributes_of_the_page_are_documented():
    heard = set(re.findall(r"\[data-(chat-\w+)\]", source("src/main.ts")))
    assert heard == {"chat-ask", "chat-open"}
    assert all(f"data-{name}" in PAGE for name in heard)


def test_every_event_is_documented_and_the_other_way_round():
    code = source("src/chat.ts")
    sent = {f"chat-{name}" for line in re.findall(r"#emit\((.*)\)", code) for name in re.findall(r'"(\w+)"', line)}
    assert first_column(r"`(chat-\w+)`") == sent


def test_every_member_is_documented_and_the_other_way_round():
    members = set(re.findall(r"^  (?:get )?(\w+)\(", source("src/element.ts"), re.M)) - {"connectedCallback", "disconnectedCallback"}
    section = PAGE.split("## Scripts of the page")[1].split("Events arrive")[0]
    assert set(re.findall(r"^\| `(\w+)", section, re.M)) == members


def test_the_browsers_are_those_that_it_is_built_for():
    (target,) = re.findall(r"const TARGET = \[(.*?)\]", source("build.mjs"))
    built_for = dict(re.findall(r'"([a-z]+)([\d.]+)"', target))
    text = " ".join(PAGE.split())
    assert f"Chrome and Edge from {built_for['chrome']}, Firefox from {built_for['firefox']} and Safari from {built_for['safari']}" in text
    assert built_for["edge"] == built_for["chrome"]


def test_the_limit_of_the_size_is_the_one_of_the_build():
    (limit,) = re.findall(r"const LIMIT = ([\d_]+);", source("build.mjs"))
    assert f"at most {int(limit.replace('_', '')) // 1000} kB compressed" in " ".join(PAGE.split())
