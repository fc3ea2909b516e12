"""What the question classifier learns from a pack, and the form in which it sees a text."""

from __future__ import annotations

from collections import Counter

from knowledge.linker import Mention
from knowledge.text.folding import fold
from nlu.phrases import pack_phrases, prepared


def test_every_question_of_the_pack_carries_its_kind(small):
    phrases = list(pack_phrases(small))
    assert len(phrases) == sum(len(tuple(candidate.asks)) for candidate in small.candidates)
    assert (fold("where is the fair"), "ask_venue") in phrases
    assert (fold("怎么申请展位"), "ask_procedure") in phrases
    assert (fold("any hotel nearby"), "out_of_scope_near") in phrases


def test_kinds_are_counted_as_the_pack_has_them(small):
    found = Counter(intent for _, intent in pack_phrases(small))
    assert found["ask_contact"] == 24
    assert found["out_of_scope_near"] == 12


def test_phrases_are_folded(small):
    assert [text for text, _ in pack_phrases(small) if fold(text) != text] == []


def test_a_text_is_seen_with_names_and_without():
    mention = Mention("topic", "booth", 4, 6, 1.0)
    assert prepared("怎么申请展位", [mention]).words == "怎么申请展位 | 怎么申请 xtopic "


def test_what_is_encoded_is_the_text_as_it_stands():
    assert prepared("怎么申请展位", [Mention("topic", "booth", 4, 6, 1.0)]).meaning == "怎么申请展位"


def test_only_topics_are_masked():
    assert prepared("where is li", [Mention("person", "li", 9, 11, 1.0)]).words == "where is li | where is li"


def test_a_topic_named_twice_at_one_place_is_masked_once():
    mentions = [Mention("topic", "booth", 0, 2, 1.0), Mention("topic", "fair", 0, 2, 1.0)]
    assert prepared("展位", mentions).words == "展位 |  xtopic "
