"""docs/wechat.md says what the code does: variables and error codes, in both languages."""

from __future__ import annotations

import re

import pytest

from bot.credentials import read_sections
from bot.settings import ROOT
from connectors.wechat.refusals import MEANINGS

PAGE = (ROOT / "docs" / "wechat.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = PAGE.split("## 中文\n")[1].split("## English\n")
ENGLISH, CODES = ENGLISH.split("## Error codes\n")


def variables(text):
    cells = re.findall(r"^\| ((?:`[A-Z_]+` ?)+)\|", text, re.M)
    return sorted(name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell))


@pytest.mark.parametrize("half", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_every_variable_is_documented_in_both_languages_and_the_other_way_round(half):
    known = [name for s in read_sections() if s.channel.startswith("wechat") for names in s.variables.values() for name in names]
    assert variables(half) == sorted(known)


def test_both_halves_have_the_same_steps():
    assert len(re.findall("^### ", CHINESE, re.M)) == len(re.findall("^### ", ENGLISH, re.M)) == 10


def test_every_code_is_documented_and_the_other_way_round():
    documented = [int(code) for cell in re.findall(r"^\| ((?:`-?\d+` ?)+)\|", CODES, re.M) for code in re.findall(r"-?\d+", cell)]
    assert sorted(documented) == sorted(MEANINGS)
