"""The small network, and the steps that it learns by."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from nlu import network
from nlu.network import Adam, Network, batches, compact, drop_features, side_by_side, trained

ROWS = sp.csr_matrix(np.eye(6, dtype=np.float32))
TARGETS = np.array([0, 0, 1, 1, 2, 2])


@pytest.fixture(scope="module")
def fitted():
    return Network().fit(ROWS, TARGETS, 3)


def test_it_learns_what_it_is_shown(fitted):
    assert fitted(ROWS).argmax(axis=1).tolist() == TARGETS.tolist()


def test_two_fits_are_equal_whatever_the_number_of_threads(fitted):
    with threadpool_limits(2, "blas"):
        other = Network().fit(ROWS, TARGETS, 3)
    assert all((other.layers[name] == layer).all() for name, layer in fitted.layers.items())


def test_side_by_side_gives_the_mean(monkeypatch):
    monkeypatch.setattr(network, "STEPS", 5)
    parts = [trained(np.random.RandomState(seed), ROWS, TARGETS, 3) for seed in (1, 2)]
    single = []
    for part in parts:
        alone = Network()
        alone.layers = part
        single.append(alone(ROWS))
    both = Network()
    both.layers = side_by_side(parts)
    assert np.allclose(both(ROWS), np.mean(single, axis=0), atol=1e-4)


def test_every_row_is_seen_before_any_is_seen_again(monkeypatch):
    monkeypatch.setattr(network, "STEPS", 4)
    monkeypatch.setattr(network, "BATCH", 3)
    seen = np.concatenate(list(batches(np.random.RandomState(0), 6)))
    assert [sorted(seen[:6]), sorted(seen[6:])] == [list(range(6))] * 2


def test_fewer_rows_than_a_batch_are_all_taken(monkeypatch):
    monkeypatch.setattr(network, "STEPS", 2)
    assert [sorted(batch) for batch in batches(np.random.RandomState(0), 2)] == [[0, 1], [0, 1]]


def test_dropped_features_keep_the_mean():
    batch = drop_features(np.random.RandomState(0), sp.csr_matrix(np.ones((200, 50), dtype=np.float32)))
    assert batch.data.mean() == pytest.approx(1, abs=0.05)
    assert set(np.unique(batch.data)) == {np.float32(0), np.float32(1) / np.float32(1 - network.FEATURE_DROPOUT)}


def test_a_batch_is_kept_over_the_columns_that_it_uses():
    rows = sp.csr_matrix(([1.0, 2.0, 3.0], ([0, 0, 1], [7, 2, 7])), shape=(2, 9))
    used, small = compact(rows)
    assert used.tolist() == [2, 7]
    assert small.toarray().tolist() == [[2.0, 1.0], [0.0, 3.0]]


def test_adam_moves_against_the_gradient_in_place():
    array = np.zeros(2, dtype=np.float32)
    Adam([array]).update([np.array([1.0, -5.0], dtype=np.float32)], 0.1)
    assert np.allclose(array, [-0.1, 0.1], atol=1e-4)
