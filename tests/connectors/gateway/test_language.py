"""The language of a conversation, as far as the gateway has to know it."""

from __future__ import annotations

import pytest

from connectors.gateway.language import leaves, tag_of, written_in


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("where is it?", "zh", "en"),
        ("在哪里", "en", "zh"),
        ("EO?", "zh", "zh"),
        ("EO?", "en", "en"),
        ("EO?", None, "en"),
        ("EO?", "fr", "en"),
        ("", "zh", "zh"),
    ],
)
def test_a_text_is_answered_in_its_language_and_a_hint_decides_where_it_is_too_short(text, hint, language):
    assert written_in(text, hint) == language


@pytest.mark.parametrize(
    ("text", "tag"),
    [("大會什麼時候舉辦", "zh-Hant"), ("大会什么时候举办", "zh"), ("在", "zh"), ("where is it", "en"), ("10:00", "zh")],
)
def test_a_text_has_a_tag_for_a_reader(text, tag):
    assert tag_of(text, "zh") == tag


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("参展", "en", False),
        ("深圳论坛", "en", False),
        ("参展报名什么时候截止？", "en", True),
        ("海归人才招聘会", "en", False),
        ("中国国际人才交流大会", "en", False),
        ("我要申请展位", "en", True),
        ("大会在哪里", "zh", False),
        ("booth", "zh", False),
        ("EO system", "zh", False),
        ("when is it", "zh", True),
        ("please send me the contact", "zh", True),
        ("where is it?", "en", False),
        ("bonjour, c'est quand la foire?", "zh", False),
        ("", "zh", False),
    ],
)
def test_only_a_whole_sentence_leaves_the_language_that_was_chosen(text, language, left):
    assert leaves(text, language) == left
