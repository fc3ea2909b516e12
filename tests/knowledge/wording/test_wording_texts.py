import ast
import re
import string
from pathlib import Path

import pytest
import yaml

from knowledge.pack.schema import Question
from knowledge.text.tokens import HAN
from knowledge.wording.texts import LANGUAGES, text, texts

ROOT = Path(__file__).parents[3]
THESE = ROOT / "knowledge" / "wording"
SAYING = {"text", "small_talk", "out_of_scope", "clarify"}  # calls whose first argument is the key of a text
EVERY = [(key, language) for key in texts() for language in LANGUAGES]


def variants(key, language):
    found = texts()[key][language]
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_text_exists_in_every_language(key, language):
    assert all(isinstance(variant, str) and variant.strip() for variant in variants(key, language))


@pytest.mark.parametrize("key", [key for key in texts() if key not in {"speak_chinese", "speak_english"}])
def test_each_language_is_written_in_its_own_script(key):
    assert all(re.search(f"[{HAN}]", variant) for variant in variants(key, "zh") if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", variant)))
    assert not any(re.search(f"[{HAN}]", variant) for variant in variants(key, "en"))


@pytest.mark.parametrize("key", texts())
def test_the_languages_want_the_same_values(key):
    wanted = [{name for v in variants(key, language) for _, name, _, _ in string.Formatter().parse(v) if name} for language in LANGUAGES]
    assert wanted[0] == wanted[1]


def test_values_are_put_in_and_must_be_given():
    assert text("days_left", "en", days=12) == " (12 days left.)"
    with pytest.raises(KeyError):
        text("days_left", "en")
    with pytest.raises(KeyError):
        text("no such text", "en")


def test_the_turn_picks_the_variant(monkeypatch):
    monkeypatch.setitem(texts(), "variants", {"zh": ["一", "二"], "en": ["one", "two"]})
    assert [text("variants", "en", turn) for turn in range(3)] == ["one", "two", "one"]


def rooms(*, with_own=False):
    """The syntax tree of every module that may say something from these texts; folders with texts of their own say those."""
    for room in ("knowledge", "actions", "connectors", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            own = any((folder / "texts.yml").exists() and folder != THESE for folder in path.parents if folder.is_relative_to(ROOT / room))
            if own and not with_own:
                continue
            yield ast.parse(path.read_text(encoding="utf-8"))


def keys_said():
    """The keys in calls that say a text: as they stand, and as patterns where a part is put in."""
    for node in (node for tree in rooms() for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYING:
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.JoinedStr):
                    yield pattern(part)
                elif isinstance(part, ast.Constant) and isinstance(part.value, str) and "_" in part.value.strip("_"):
                    yield part.value


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def pattern(joined):
    return "".join(re.escape(v.value) if isinstance(v, ast.Constant) else r"\w+" for v in joined.values)


def strings():
    """Every string in Python as a pattern, for keys that come from a table or are put together before the call."""
    for node in (node for tree in rooms(with_own=True) for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and node.values[0].value.endswith("_"):
            yield pattern(node)


def intents_said():
    """The intents whose text is named like them: those that the rules give to small talk and languages."""
    rules = yaml.safe_load((ROOT / "bot" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    saying = {"action_small_talk", "action_set_language"}
    return {rule["steps"][0]["intent"] for rule in rules if rule["steps"][1].get("action") in saying}


def test_every_text_that_is_asked_for_exists():
    assert [key for key in keys_said() if not any(re.fullmatch(key, known) for known in texts())] == []
    assert intents_said() - set(texts()) == set()
    assert {f"question_{question.value}" for question in Question} - set(texts()) == set()


def test_no_text_is_left_over():
    named = {*strings(), *intents_said()}
    patterns = [name for name in named if r"\w+" in name]
    assert [key for key in texts() if re.escape(key) not in named and not any(re.fullmatch(p, key) for p in patterns)] == []
