import pytest

from knowledge.text.concepts import ConceptMention, concepts_in, is_misspelt_concept
from knowledge.text.data import word_list
from knowledge.text.folding import fold


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("时间地点联系人都发我", ["time", "venue", "contact"]),
        ("who runs it and the phone", ["organiser", "phone"]),
        ("收费吗", ["fee"]),
        ("callous venues", []),
        ("你好", []),
    ],
)
def test_concepts_are_named_in_order(text, concepts):
    assert [mention.concept for mention in concepts_in(fold(text))] == concepts


def test_the_longest_word_wins():
    assert concepts_in("phone number") == [ConceptMention("phone", 0, 12)]


def test_every_concept_has_words_in_both_languages():
    assert [name for name, words in word_list("concepts").items() if not (words["zh"] and words["en"])] == []


@pytest.mark.parametrize(
    ("word", "is_one"), [("adress", True), ("deadlin", True), ("orgnizer", True), ("laser", False), ("phine", False), ("地址", False)]
)
def test_a_word_with_one_wrong_letter_is_known_again(word, is_one):
    assert is_misspelt_concept(word) is is_one
