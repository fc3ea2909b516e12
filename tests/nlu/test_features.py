"""Features of short messages in both scripts."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.features import NgramFeatures, View, character_grams, runs, token_grams, tokens_of

TEXTS = ["几点开始", "几点结束", "when does it open", "when does it close"]


@pytest.fixture(scope="module")
def features():
    return NgramFeatures().fit(TEXTS)


def test_words_stay_whole_and_han_is_cut():
    assert tokens_of(runs("EO系统 fee?")) == ["eo", "系", "统", "fee", "?"]


def test_tokens_are_taken_alone_and_in_pairs_with_both_ends():
    assert list(token_grams(["fee"])) == ["<", "fee", ">", "< fee", "fee >"]


def test_pieces_of_words_know_their_edges():
    assert list(character_grams(["费"])) == [" ", "费", " ", " 费", "费 ", " 费 "]


def test_what_one_row_alone_has_is_not_learned():
    assert View(token_grams).fit([["fee"], ["fee", "now"]]).vocabulary.keys() == {"<", ">", "fee", "< fee"}


def test_every_view_of_a_row_has_length_one(features):
    ends = np.cumsum([0, *(len(view.vocabulary) for view in features.views)])
    rows = features.transform(TEXTS).toarray()
    lengths = [np.linalg.norm(rows[:, first:last], axis=1) for first, last in zip(ends, ends[1:])]
    assert np.allclose(lengths, 1)


def test_width_and_case_make_no_difference(features):
    assert (features.transform(["ＷＨＥＮ does it OPEN"]) != features.transform(["when does it open"])).nnz == 0


def test_words_that_training_has_less_than_twice_are_counted_as_unknown(features):
    assert features.unknown(["几点", "几点开始", "qwzx 谁", "when", ""]).tolist() == [0, 2, 2, 0, 0]


def test_saved_and_restored_give_the_same_rows(features):
    restored = NgramFeatures.restore(features.vocabularies())
    texts = [*TEXTS, "什么 else?"]
    assert (restored.transform(texts) != features.transform(texts)).nnz == 0
    assert (restored.unknown(texts) == features.unknown(texts)).all()


def test_the_order_of_the_examples_does_not_matter(features):
    assert NgramFeatures().fit(TEXTS[::-1]).vocabularies() == features.vocabularies()
