"""Linear margins, one class against the rest."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from nlu.margins import Margins

ROWS = sp.csr_matrix(np.eye(6, dtype=np.float32))


@pytest.mark.parametrize("targets", [[0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]])
def test_the_truth_has_the_largest_margin(targets):
    classes = max(targets) + 1
    margins = Margins().fit(ROWS, np.array(targets), classes)(ROWS)
    assert margins.shape == (6, classes)
    assert margins.argmax(axis=1).tolist() == targets


def test_of_two_classes_one_margin_is_the_others_opposite():
    margins = Margins().fit(ROWS, np.array([0, 0, 0, 1, 1, 1]), 2)(ROWS)
    assert np.allclose(margins[:, 0], -margins[:, 1])


def test_two_fits_are_equal():
    targets = np.array([0, 0, 1, 1, 2, 2])
    first, second = (Margins().fit(ROWS, targets, 3).layers for _ in range(2))
    assert all((first[name] == second[name]).all() for name in ("weights", "bias"))


def test_a_row_without_features_gets_the_bias():
    margins = Margins().fit(ROWS, np.array([0, 0, 1, 1, 2, 2]), 3)
    assert np.allclose(margins(sp.csr_matrix((1, 6), dtype=np.float32)), margins.layers["bias"])
