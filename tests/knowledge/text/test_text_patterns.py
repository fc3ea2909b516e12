"""One pattern for many words finds what a plain alternation of them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.patterns import any_of


def found(words, text):
    return [(match.start(), match.group()) for match in any_of(words).finditer(text)]


def test_the_longest_word_wins_at_a_place():
    assert found(["展", "展位", "展位图", "位"], "看展位图和展位") == [(1, "展位图"), (5, "展位")]


def test_a_latin_word_stands_by_itself_beside_chinese_but_not_in_a_longer_word():
    assert found(["eo", "fee"], "eo系统的fee, video coffee fees") == [(0, "eo"), (5, "fee")]


def test_a_word_of_both_scripts_goes_before_its_latin_beginning():
    assert found(["eo", "eo系统"], "eo系统 eo") == [(0, "eo系统"), (5, "eo")]


def test_signs_of_patterns_in_words_are_letters():
    assert found(["c++", "a.b", "(展)"], "c++ axb a.b (展)") == [(0, "c++"), (8, "a.b"), (12, "(展)")]


def test_no_words_are_found_nowhere():
    assert found([], "展位 booth") == []


WORDS = st.lists(st.text("ab展位", min_size=1, max_size=4), max_size=8)


@given(WORDS, st.text("ab展位 ", max_size=20))
def test_it_finds_what_all_words_beside_each_other_find(words, text):
    longest_first = sorted(words, key=len, reverse=True)
    spelled = (rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in longest_first)
    slow = re.compile("|".join(spelled) or "(?!)")
    assert found(words, text) == [(match.start(), match.group()) for match in slow.finditer(text)]
