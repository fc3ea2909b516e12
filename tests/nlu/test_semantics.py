"""The linear model on meaning."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from nlu.semantics import Semantics

ROWS = np.random.RandomState(0).standard_normal((60, 16)).astype(np.float32)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_the_truth_has_the_largest_logit(classes):
    targets = np.arange(60) % classes
    rows = ROWS.copy()
    rows[np.arange(60), targets] += 8
    logits = Semantics().fit(rows, targets, classes)(rows)
    assert logits.shape == (60, classes)
    assert logits.argmax(axis=1).tolist() == targets.tolist()


def test_two_fits_are_equal_whatever_the_number_of_threads():
    targets = np.arange(60) % 3
    first = Semantics().fit(ROWS, targets, 3)
    with threadpool_limits(1, "blas"):
        second = Semantics().fit(ROWS, targets, 3)
    assert all((first.layers[name] == second.layers[name]).all() for name in ("weights", "bias"))


def test_a_message_has_the_same_logits_alone_as_among_others():
    model = Semantics().fit(ROWS, np.arange(60) % 3, 3)
    assert (np.vstack([model(ROWS[i : i + 1]) for i in range(60)]) == model(ROWS)).all()
