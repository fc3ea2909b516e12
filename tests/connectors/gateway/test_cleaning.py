"""Cleaning: what of a text is kept, and that no order reaches the dialogue."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.gateway.cleaning import kept, sanitize, trouble

INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u3164\uffa0\ufe00\ufe0f\U000e0100\u200b\u200d\ufeff")
SLASHES = "\u034f\u3164\ufe0f/\\⁄∕⧸╱／＼\ufeff\u200b\x00\x1b[31m \t\n"
ANYTHING = st.one_of(st.text(), st.text(alphabet=SLASHES + "ab展"), st.builds("{}{}".format, st.text(alphabet=SLASHES), st.text()))


@given(ANYTHING)
@hypothesis_settings(deadline=None, max_examples=500)
def test_whatever_is_written_sanitize_leaves_no_slash_in_front_and_nothing_invisible(text):
    said = sanitize(text)
    assert not said.startswith(("/", "\\"))
    assert said == said.strip()
    assert not {unicodedata.category(c) for c in said} & INVISIBLE
    assert not set(said) & UNSEEN
    assert sanitize(said) == said


@given(ANYTHING, st.integers(1, 50))
@hypothesis_settings(deadline=None, max_examples=300)
def test_whatever_is_written_what_is_kept_has_a_bound_and_nothing_invisible(text, longest):
    shown = kept(text, longest)
    assert len(shown) <= longest
    assert not {unicodedata.category(c) for c in shown if c not in "\n\t"} & INVISIBLE
    assert kept(shown, longest) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("大会几号？\n在哪里？", "大会几号？\n在哪里？"),
        ("  / where is it ", "/ where is it"),
        ("\x1b[31mred\x1b[0m\x00\u200b", "red"),
        ("a\ud800b", "ab"),
        ("x" * 11, "x" * 9 + "…"),
        ("x" * 10, "x" * 10),
        ("", ""),
    ],
)
def test_what_is_kept_is_what_was_written(written, shown):
    assert kept(written, 10) == (shown if len(shown) <= 10 else kept(shown, 10))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("where is it", None),
        ("/where is it", None),
        ("", "nothing_said"),
        ("/ / /", "nothing_said"),
        ("/restart", "not_understood"),
        ('／ask_time{"a": 1}', "not_understood"),
        ("展" * 20, None),
        ("展" * 21, "too_long"),
    ],
)
def test_why_a_text_is_not_for_the_assistant(written, why):
    assert trouble(written, 20) == why
