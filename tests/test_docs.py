"""The documentation says what the code does: settings, commands, kinds, links, and the conversation of the README."""

from __future__ import annotations

import argparse
import importlib
import re
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from bot.cli import VERBS
from bot.cli.check import CHECKS
from bot.settings import ROOT, Settings
from knowledge.index.index import FEATURES
from knowledge.pack.schema import Event, Fact, Filed, Question
from knowledge.reply import Kind, Metadata
from knowledge.service import FORMS

DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
ROOMS = ("actions", "bot", "connectors", "desk", "knowledge", "nlu", "records")
PASSED_ON = {"test", "rasa"}
"""Verbs without options of their own: they hand all arguments to pytest and to Rasa."""
DEFAULTS = {
    "state": "var",
    "models": "models",
    "today": "",
    "secret": "",
    "origins": "",
    "demo": "on",
    "desk": "on",
    "staff_holidays": "knowledge/handover/holidays.yml",
}
"""Settings whose default the page writes otherwise than Python does."""


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above; code blocks are left out."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    level, _, _ = heading.partition(" ")
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", prose, re.M | re.S)
    assert found, f"there is no heading {heading!r}"
    return found[1]


def first_column(text: str) -> list[str]:
    """All that is set as code in the first column of the tables of a text."""
    cells = re.findall(r"^\| *([^|]*`[^|]*?) *\|", text, re.M)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


class Parsed(Exception):
    """Carries the parser of a verb."""


def parser_of(verb: str, monkeypatch) -> argparse.ArgumentParser:
    def give(parser, *_args, **_kwargs):
        raise Parsed(parser)

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", give)
    with pytest.raises(Parsed) as given:
        importlib.import_module(f"bot.cli.{verb}").run([])
    return given.value.args[0]


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The long options of a parser and of its subcommands."""
    found = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= {option for below in action.choices.values() for option in options_of(below)}
        found |= {name for name in action.option_strings if name.startswith("--")}
    return found - {"--help"}


# Settings


def test_every_setting_stands_in_the_page_and_the_other_way_round():
    documented = [name for name in first_column(read("settings.md")) if name.startswith("ASSISTANT_")]
    assert documented == [f"ASSISTANT_{field.name.upper()}" for field in fields(Settings)]


def test_the_defaults_are_those_of_the_code():
    documented = dict(re.findall(r"^\| `ASSISTANT_(\w+)` \| *`?([^`|]*?)`? *\|", read("settings.md"), re.M))
    defaults = {name.name.upper(): DEFAULTS.get(name.name, str(getattr(Settings(), name.name))) for name in fields(Settings)}
    assert documented == defaults


def test_every_variable_of_the_credentials_stands_in_the_page_of_its_channel_and_the_other_way_round():
    credentials = (ROOT / "credentials.yml").read_text(encoding="utf-8")
    documented = {name for page in PAGES for name in first_column(page.read_text(encoding="utf-8")) if re.fullmatch("[A-Z]+_[A-Z_]+", name)}
    used = set(re.findall(r"\$\{(\w+)\}", credentials))
    assert {name for name in documented if not name.startswith("ASSISTANT_")} == used


def test_the_settings_are_named_nowhere_that_do_not_exist():
    known = {f"ASSISTANT_{field.name.upper()}" for field in fields(Settings)}
    used = {name for page in PAGES for name in re.findall(r"ASSISTANT_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))}
    assert used <= known


# Commands


def test_every_verb_has_a_section_and_the_other_way_round():
    headings = re.findall(r"^### (\w+)$", section(read("getting-started.md"), "## Commands"), re.M)
    assert sorted(headings) == sorted(VERBS)


@pytest.mark.parametrize("verb", sorted(set(VERBS) - PASSED_ON))
def test_every_option_of_a_verb_is_documented_and_the_other_way_round(verb, monkeypatch):
    documented = [name for name in first_column(section(read("getting-started.md"), f"### {verb}")) if name.startswith("--")]
    assert sorted(documented) == sorted(options_of(parser_of(verb, monkeypatch)))


def test_the_names_of_the_checks_are_documented():
    text = section(read("getting-started.md"), "### check")
    assert {check.name for check in CHECKS} <= set(re.findall(r"`(\w+)`", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page, monkeypatch):
    for verb, rest in re.findall(r"\./assistant ([a-z]+)([^`\n]*)", page.read_text(encoding="utf-8")):
        assert verb in VERBS, f"./assistant {verb}"
        shown = set(re.findall(r"(?<!\S)--[a-z][\w-]*", rest))
        if shown and verb not in PASSED_ON:
            assert shown <= options_of(parser_of(verb, monkeypatch)), f"./assistant {verb}{rest}"


def test_the_readme_opens_with_the_two_commands():
    assert re.findall(r"^\./assistant (\w+)", README.read_text(encoding="utf-8"), re.M)[:2] == ["serve", "test"]


# Links


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_and_image_resolves(page):
    targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page.read_text(encoding="utf-8"))
    for target in filter(None, (a or b for a, b in targets)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_is_linked_from_the_readme():
    linked = {(ROOT / link).resolve() for link in re.findall(r"\]\((docs/[^)#]+)", README.read_text(encoding="utf-8"))}
    assert set(DOCS.glob("*.md")) <= linked


@pytest.mark.parametrize("picture", sorted(DOCS.rglob("*.svg")), ids=lambda picture: picture.name)
def test_every_picture_is_well_formed_and_loads_nothing(picture):
    text = picture.read_text(encoding="utf-8")
    ET.fromstring(text)
    assert not re.search(r"<script|href=|url\((?!#)|@import", text)


# Formats and decisions


def test_every_kind_of_question_is_documented_and_the_other_way_round():
    assert first_column(section(read("packs.md"), "### Kinds of question")) == ["question", *(kind.value for kind in Question)]


def test_every_field_of_a_fact_and_of_the_event_is_documented():
    text = read("packs.md")
    assert {name for name in Fact.__fields__ if not re.search(rf"\b{name}\b", text)} == set()
    assert {name for name in Event.__fields__ if not re.search(rf"^{name}:", text, re.M)} == set()


def test_every_kind_of_reply_and_field_of_the_metadata_is_documented():
    tables = section(read("answers.md"), "## Metadata")
    assert sorted(first_column(tables)) == sorted([*(kind.value for kind in Kind), *(field.name for field in fields(Metadata))])


def test_every_score_of_the_ranker_is_documented_and_the_other_way_round():
    assert sorted(first_column(section(read("answers.md"), "## The ranker"))) == sorted(FEATURES)


def test_every_field_of_what_is_filed_is_documented():
    text = read("packs.md").partition("\n## Filing\n")[2].partition("\n## ")[0]
    assert {name for name in Filed.__fields__ if not re.search(rf"\b{name}:", text)} == set()
    assert {name for name in FORMS.values() if name not in text} == set()


def test_every_component_of_the_pipeline_is_documented_in_its_order():
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    documented = first_column(section(read("understanding.md"), "## The pipeline"))
    assert documented == [entry["name"].rsplit(".", 1)[-1] for entry in pipeline]


def test_every_decision_that_is_pointed_to_exists():
    known = set(re.findall(r"^## (\d+)\.", read("decisions.md"), re.M))
    sources = [p for room in ROOMS for p in (ROOT / room).rglob("*") if p.suffix in {".py", ".yml"}]
    sources += [*ROOT.glob("*.yml"), ROOT / "pyproject.toml", ROOT / "requirements" / "overrides.txt"]
    pointed = {n for p in sources for n in re.findall(r"docs/decisions\.md, (\d+)", p.read_text(encoding="utf-8"))}
    assert pointed
    assert pointed <= known


def test_every_page_that_is_pointed_to_exists():
    sources = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    page = re.compile(r"docs/[\w/-]+\.md(?! in a later release)")
    pointed = {(p.name, link) for p in sources for link in page.findall(p.read_text(encoding="utf-8"))}
    assert {(name, link) for name, link in pointed if not (ROOT / link).exists()} == set()


def test_every_boundary_with_a_broad_except_is_documented_and_the_other_way_round():
    files = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    broad = [str(p.relative_to(ROOT)) for p in files if re.search(r"except (Base)?Exception\b", p.read_text(encoding="utf-8"))]
    assert sorted(first_column(section(read("architecture.md"), "## Where errors end"))) == sorted(broad)


# The conversation of the README


def conversations() -> list[list[tuple[str, str]]]:
    """What is shown: conversations of turns, each what is asked and what is answered."""
    blocks = re.findall(r"^```text\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    return [[(ask, reply.strip()) for ask, reply in re.findall(r"^› (.+)\n((?:(?!› ).*\n)*)", block, re.M)] for block in blocks]


def test_the_readme_shows_a_conversation_in_each_language():
    asked = ["".join(ask for ask, _ in talk) for talk in conversations()]
    assert [bool(re.search("[\u4e00-\u9fff]", text)) for text in asked] == [False, True]


def test_the_picture_shows_what_the_readme_shows():
    texts = ET.parse(DOCS / "img" / "conversation.svg").getroot().iter("{http://www.w3.org/2000/svg}text")
    shown = re.sub(r"\s", "", README.read_text(encoding="utf-8"))
    assert [text.text for text in texts if re.sub(r"\s", "", text.text) not in shown] == []


@pytest.mark.model
async def test_the_assistant_says_what_the_readme_shows(gateway):
    for number, talk in enumerate(conversations()):
        said = [(ask, "\n".join(r.text for r in await gateway.handle(f"readme-{number}", ask))) for ask, _ in talk]
        assert said == talk
