"""Learning the ranker's weights from a pack's own phrases."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.index.index import FEATURES
from knowledge.text.folding import fold
from nlu.calibration import FOLDS, Held, held_out, learn

WIDTH = len(FEATURES)


@pytest.fixture(scope="module")
def held(small_library):
    said = []
    return held_out(small_library.index().pack, [(fold("你好"), "greet"), (fold("hello"), "greet")], used=1, report=said.append), said


def test_a_part_of_the_packs_own_phrases_is_held_out(held, small_library):
    rows, said = held
    asked = {ask for candidate in small_library.index().pack.candidates for ask in candidate.asks}
    assert 0 < len(rows) < 2 * len(asked) / FOLDS
    assert {row.phrase for row in rows} < asked
    assert {row.language for row in rows} == {"zh", "en"}
    assert said == ["part 1 of 1"]


def test_candidates_are_scored_by_every_feature(held):
    assert {row.features.shape[1] for row in held[0]} == {WIDTH}
    assert all(np.isfinite(row.features).all() for row in held[0])
    assert all(row.right < len(row.features) for row in held[0])


def rows_where(feature, count=60):
    """Phrases whose right candidate has the largest value of one feature; the others tell nothing."""
    random = np.random.RandomState(0)
    for _ in range(count):
        features = random.random_sample((5, WIDTH)).astype(np.float32)
        yield Held("?", "en", features, int(features[:, feature].argmax()))


@pytest.mark.parametrize("feature", [0, WIDTH - 1])
def test_the_feature_that_tells_gets_the_weight(feature):
    weights = learn(list(rows_where(feature)))
    assert list(weights) == list(FEATURES)
    assert max(weights, key=lambda name: weights[name]) == FEATURES[feature]


def test_phrases_whose_candidate_is_not_among_the_best_teach_nothing():
    rows = list(rows_where(1))
    lost = [row._replace(right=-1) for row in rows_where(2)]
    assert learn([*rows, *lost], rounds=10) == learn(rows, rounds=10)


def test_learning_is_the_same_each_time():
    rows = list(rows_where(1))
    assert learn(rows, rounds=10) == learn(rows, rounds=10)
