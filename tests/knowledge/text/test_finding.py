"""Finding any of some words."""

from __future__ import annotations

import pytest

from knowledge.text.finding import finder


@pytest.mark.parametrize(
    ("text", "found"),
    [("in beijing?", True), ("beijinger", False), ("在北京吗", True), ("guangzhou", False), ("pier 2", True), ("pier 21", False)],
)
def test_any_of_the_words_is_found_latin_ones_as_a_whole(text, found):
    words = finder(["Beijing", "北京", "Pier 2", ""])
    assert words is not None
    assert bool(words.search(text)) is found


def test_without_words_there_is_nothing_to_find():
    assert finder([""]) is None
