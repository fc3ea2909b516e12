"""Softmax regression."""

import numpy as np
import pytest

from knowledge.index.regression import fit, log_chances

CENTRES = np.eye(6, dtype=np.float32)[:3]


def rows_of(counts):
    random = np.random.RandomState(0)
    rows = np.repeat(CENTRES, counts, axis=0) + 0.2 * random.standard_normal((sum(counts), 6)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), np.repeat([0, 1, 2], counts)


def test_a_vector_belongs_to_the_class_of_its_like():
    weights = fit(*rows_of([20, 20, 20]))
    assert [int(log_chances(weights, centre).argmax()) for centre in CENTRES] == [0, 1, 2]


def test_the_chances_of_all_classes_are_one_together():
    weights = fit(*rows_of([20, 20, 20]))
    assert np.exp(log_chances(weights, CENTRES[0])).sum() == pytest.approx(1, abs=1e-5)


def test_a_class_of_many_rows_counts_no_more():
    weights = fit(*rows_of([200, 10, 10]))
    between = CENTRES[0] + CENTRES[1]
    first, second, third = np.exp(log_chances(weights, between / np.linalg.norm(between)))
    assert second > 0.2
    assert third < min(first, second)


def test_learning_twice_gives_the_same():
    assert (fit(*rows_of([20, 20, 20])) == fit(*rows_of([20, 20, 20]))).all()
