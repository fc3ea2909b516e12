"""Products in eight bits beside those in 32."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.index.products import Products


def units(count, size=384, seed=3):
    found = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize(("count", "size"), [(1, 384), (7, 384), (1000, 384), (7, 50)])
def test_products_are_those_of_32_bits_within_what_rounding_does(count, size):
    rows, vectors = units(count, size), units(20, size, seed=4)
    products = Products(rows)
    for vector in vectors:
        found = products.with_(vector)
        assert (found.shape, found.dtype) == ((count,), np.float32)
        assert np.abs(found - rows @ vector).max() < 0.004


def test_a_row_with_itself_is_one_and_nothing_is_nothing():
    rows = np.concatenate([units(5), np.zeros((1, 384), dtype=np.float32)])
    assert Products(rows).with_(rows[2])[[2, 5]] == pytest.approx([1, 0], abs=0.004)


def test_they_are_the_same_each_time():
    rows, vector = units(300), units(1, seed=5)[0]
    assert (Products(rows).with_(vector) == Products(rows).with_(vector)).all()
