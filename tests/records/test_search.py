"""Search: in Chinese and English, whatever the case and the width, and never in what was erased."""

from __future__ import annotations

import pytest

from records import privacy, search


@pytest.fixture
def spoken(world):
    """Two conversations."""
    talks = [world.visit("a"), world.visit("b")]
    world.exchange(talks[0], "m-1", "展位还有吗？", "The booth deadline is 24 March.")
    world.exchange(talks[1], "m-2", "Is there a BOOTH in hall 3?", "请联系叶秀雯")
    world.exchange(talks[0], "m-3", "標準展位", "好的")
    return talks


def found(world, *terms):
    return [(hit.conversation_id, hit.message.text, hit.number) for hit in world.do(search.find, [(term,) for term in terms])]


def test_the_newest_conversation_comes_first(world, spoken):
    a, b = spoken
    assert found(world, "booth") == [(b.id, "Is there a BOOTH in hall 3?", 1), (a.id, "The booth deadline is 24 March.", 1)]


def test_two_characters_of_chinese_are_found_and_counted(world, spoken):
    assert found(world, "展位") == [(spoken[0].id, "標準展位", 2)]


def test_all_words_must_be_there_in_one_message(world, spoken):
    assert found(world, "booth", "hall") == [(spoken[1].id, "Is there a BOOTH in hall 3?", 1)]
    assert found(world, "展位", "叶秀雯") == []


def test_width_and_case_make_no_difference(world, spoken):
    assert found(world, "ＢＯＯＴＨ", "ｈａｌｌ") == found(world, "booth", "hall")


def test_any_spelling_of_a_term_will_do(world, spoken):
    hits = world.do(search.find, [("标准", "標準")])
    assert [hit.message.text for hit in hits] == ["標準展位"]


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "*", "NEAR(", "x OR y", "(", ";--"])
def test_signs_of_query_languages_are_only_signs(world, spoken, query):
    assert found(world, query) == []


def test_nothing_is_found_for_nothing(world, spoken):
    assert [world.do(search.find, terms) for terms in ([], [()], [("",)])] == [[], [], []]


def test_what_was_erased_is_not_found(world, spoken):
    world.do(privacy.erase, spoken[0].visitor_id)
    assert found(world, "展位") == []
    assert world.rows("sought") == 2
