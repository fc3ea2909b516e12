import re
from pathlib import Path

import pytest
import yaml

from knowledge.text import thesaurus
from knowledge.text.folding import fold
from knowledge.text.thesaurus import clusters_in
from knowledge.text.tokens import HAN, tokenize

FILES = sorted((Path(thesaurus.__file__).parent / "thesaurus").glob("*.yml"))
LOADED = [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in FILES]
CLUSTERS = {name: words for loaded in LOADED for name, words in loaded.items()}
WORDS = [(name, language, word) for name, words in CLUSTERS.items() for language in words for word in words[language]]
SEVERAL_MEANINGS = set("贵电水行会长重干得着地大中发都")  # 贵会 and 很贵, 电话 and 停电, 银行 and 行吗


def shared(*texts):
    """The clusters that all of these texts name."""
    return set.intersection(*({*clusters_in(fold(text))} for text in texts))


@pytest.mark.parametrize(
    ("texts", "cluster"),
    [
        (("小朋友能去吗", "can kids come"), "child"),
        (("老外", "expats"), "foreigner"),
        (("停车场", "car park"), "parking"),
        (("要不要押金", "is there a deposit"), "deposit_money"),
    ],
)
def test_words_of_both_languages_share_a_meaning(texts, cluster):
    assert cluster in shared(*texts)


def test_the_longest_word_wins():
    assert "visa_entry" in clusters_in("签证")
    assert "school_head" in clusters_in("副校长")
    assert "school" not in clusters_in("副校长")


def test_plural_and_spelling_do_not_matter():
    assert clusters_in("hotel") == clusters_in("hotels")
    assert clusters_in(fold("organisation")) == clusters_in("organization")


def test_a_text_without_known_words_names_nothing():
    assert clusters_in("qwzx 123 ?!") == []


@pytest.mark.parametrize("text", ["贵会几号开", "贵州的企业"])
def test_politeness_and_provinces_are_not_expensive(text):
    assert "q_expensive_dear" not in clusters_in(text)


def test_every_cluster_has_words_in_both_languages():
    assert [name for name, words in CLUSTERS.items() if {language for language, found in words.items() if found} != {"zh", "en"}] == []


def test_no_name_of_a_cluster_is_used_twice():
    assert sum(map(len, LOADED)) == len(CLUSTERS)


def test_no_word_stands_twice_in_one_cluster():
    assert sorted(set(WORDS)) == sorted(WORDS)


def test_english_is_written_in_latin_letters():
    assert [(name, word) for name, language, word in WORDS if language == "en" and re.search(f"[{HAN}]", word)] == []


def test_no_character_of_several_meanings_stands_alone():
    assert [(name, word) for name, _, word in WORDS if word in SEVERAL_MEANINGS] == []


def test_no_word_shrinks_to_one_character():
    """As 名额 did while 额 was taken for a filler: a cluster would then be found in every 名."""
    shrunk = [(name, word) for name, language, word in WORDS if language == "zh" and len(word) > 1 and len(fold(word)) < 2]
    assert shrunk == []


def test_every_word_has_tokens():
    assert [(name, word) for name, _, word in WORDS if not tokenize(fold(word))] == []
