"""The texts of the desk: in both languages, with the same values, and all that templates and code ask for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from desk.navigation import PARTS
from desk.texts import texts
from desk.views.conversation import CLOSINGS
from knowledge.pack.schema import Question
from knowledge.reply import Kind
from records.cases import CaseKind, CaseState
from records.inboxes import Box
from records.models import Author, DeliveryState, Outcome, Owner, Rating, Reason, Role, Verdict

DESK = Path(__file__).parents[2] / "desk"
VALUES = {
    "author": Author, "box": Box, "case": CaseKind, "delivery": DeliveryState, "kind": Kind, "outcome": Outcome, "owner": Owner,
    "question": Question, "rating": Rating, "reason": Reason, "role": Role, "role_more": Role, "state": CaseState, "verdict": Verdict,
}  # fmt: skip
"""Enumerations whose values are shown by their names."""


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in [*DESK.rglob("*.py"), *DESK.rglob("*.html")])


def test_every_text_is_there_in_both_languages_with_the_same_values():
    names = lambda text: sorted(set(re.findall(r"\{(\w+)\}", text)))  # noqa: E731
    for key, found in texts().items():
        assert set(found) == {"zh", "en"}, key
        assert all(isinstance(text, str) and text for text in found.values()), key
        assert key.startswith("date_") or names(found["zh"]) == names(found["en"]), key


def test_no_key_stands_there_twice():
    lines = (DESK / "texts.yml").read_text(encoding="utf-8").splitlines()
    keys = Counter(line.split(": {")[0] for line in lines if re.match(r"[\w. -]+: \{", line))
    assert [key for key, number in keys.items() if number > 1] == []


def test_every_text_that_is_asked_for_is_there():
    asked = set(re.findall(r"""(?:\bt|\.say|\.notice)\(\s*["']([\w.]+)["']""", sources()))
    asked |= set(re.findall(r"""\btext\("(\w+)", language""", sources()))
    assert {key for key in asked if not key.endswith((".", "_"))} - set(texts()) == set()


@pytest.mark.parametrize("kind", VALUES)
def test_every_value_that_is_shown_has_a_name(kind):
    assert {f"{kind}.{value.value}" for value in VALUES[kind]} - set(texts()) == set()


def test_channels_and_attachments_have_names():
    from connectors.gateway.own import texts as of_gateway
    from desk.views.inbox import CHANNELS

    folders = {path.parent.name for path in (DESK.parent / "connectors").glob("*/channel.py")} - {"gateway"}
    assert set(CHANNELS) == folders | {"terminal"}
    assert {f"channel.{channel}" for channel in CHANNELS} <= set(texts())
    assert {f"attachment.{kind}" for kind in of_gateway()["attachments"]} <= set(texts())


def test_parts_reasons_and_deeds_have_names():
    assert {f"part.{part.key}" for part in PARTS} <= set(texts())
    assert {f"closing.{closing}" for closing in CLOSINGS} <= set(texts())
    records = "\n".join(path.read_text(encoding="utf-8") for path in (DESK.parent / "records").rglob("*.py")) + sources()
    deeds = set(re.findall(r"""audit\.note\(\s*session,\s*[\w.]+,\s*"([^"]+)\"""", records)) | {outcome.value for outcome in Outcome}
    assert {f"action.{deed}" for deed in deeds - {"out_of_hours"}} - set(texts()) == set()


def test_no_sentence_stands_in_a_template():
    """What a template itself says is in neither language: letters between tags come from the texts."""
    for path in (DESK / "templates").glob("*.html"):
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        said = re.findall(r">([^<>]*[^\W\d_]{3,}[^<>]*)<", source)
        assert [
            words.strip() for words in said if words.strip() not in {"中文", "English", "CSV", "{name}", "{event}", "{website}", "{topic}"}
        ] == [], path.name
