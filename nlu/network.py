"""A network of one hidden layer over sparse rows, in numpy.

The first layer holds one vector per feature.  A step touches only the features of its
batch, and moves each with one adaptive rate (Adagrad by row), so time depends on the
length of the messages, not on the size of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

import numpy as np
import scipy.sparse as sp
from scipy.special import softmax
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlu.features import Array

SEEDS = 2
HIDDEN = 128
STEPS = 1200
BATCH = 128
FEATURE_DROPOUT = 0.6
HIDDEN_DROPOUT = 0.3
LABEL_SMOOTHING = 0.05
RATE = 0.15
RATE_TOP = 0.002
DECAY_MEAN, DECAY_SQUARE = 0.9, 0.99

Layers = dict[str, Array]


class Adam:
    """Adam over a few dense arrays, changed in place."""

    def __init__(self, arrays: list[Array]) -> None:
        self.arrays = arrays
        self.means = [np.zeros_like(array) for array in arrays]
        self.squares = [np.zeros_like(array) for array in arrays]
        self.step = 0

    def update(self, gradients: list[Array], rate: float) -> None:
        """Move every array against its gradient."""
        self.step += 1
        rate *= np.sqrt(1 - DECAY_SQUARE**self.step) / (1 - DECAY_MEAN**self.step)
        for number, gradient in enumerate(gradients):
            mean, square = self.means[number], self.squares[number]
            mean += (1 - DECAY_MEAN) * (gradient - mean)
            square += (1 - DECAY_SQUARE) * (gradient * gradient - square)
            self.arrays[number] -= np.float32(rate) * mean / (np.sqrt(square) + np.float32(1e-8))


class Network:
    """Sparse row -> hidden layer of rectified units -> one logit a class.

    It is the mean of `SEEDS` networks that differ in their random numbers alone, laid side by side as one.
    """

    def __init__(self) -> None:
        self.layers: Layers = {}

    def fit(self, rows: sp.csr_matrix, targets: Array, classes: int) -> Network:
        """Minimise cross-entropy for a fixed number of steps, whatever the data's size.

        The same rows give the same network however many threads the machine has: sums are made in one.
        """
        with threadpool_limits(1, "blas"):
            parts = [trained(np.random.RandomState(seed), rows, targets, classes) for seed in range(SEEDS)]
        self.layers = side_by_side(parts)
        return self

    def __call__(self, rows: sp.csr_matrix) -> Array:
        """Return one row of logits a message; like `fit`, the same on any number of threads (einsum asks no BLAS)."""
        layers = self.layers
        sums = [self._sum(rows.indices[start:end], rows.data[start:end]) for start, end in pairwise(rows.indptr)]
        hidden = np.maximum(np.stack(sums) + layers["shift"], 0)
        return cast(Array, np.einsum("rh,hc->rc", hidden, layers["top"]) + layers["bias"])

    def _sum(self, features: Array, values: Array) -> Array:
        """The embeddings of a message's features, each as often as its value says, added up."""
        return cast(Array, np.einsum("f,fh->h", values.astype(np.float32), self.layers["embeddings"][features].astype(np.float32)))


def trained(random: np.random.RandomState, rows: sp.csr_matrix, targets: Array, classes: int) -> Layers:
    """Return the layers of one network."""
    layers = initial_layers(random, rows.shape[1], classes)
    embeddings, *dense = layers.values()
    squares = np.full(len(embeddings), 1e-7, dtype=np.float32)
    adam = Adam(dense)
    for step, chosen in enumerate(batches(random, len(targets))):
        left = 1 - step / STEPS
        batch = drop_features(random, rows[chosen])
        used, batch = compact(batch)
        by_row, by_array = gradients(random, layers, batch, used, targets[chosen])
        squares[used] += (by_row * by_row).mean(axis=1)
        step_sizes = np.float32(RATE * left) / np.sqrt(squares[used])
        embeddings[used] -= step_sizes[:, None] * by_row
        adam.update(by_array, RATE_TOP * left)
    return layers


def side_by_side(parts: list[Layers]) -> Layers:
    """Return one network whose logits are the means of those of `parts`; its embeddings, nearly all of it, in 16 bits."""
    share = np.float32(1 / len(parts))
    return {
        "embeddings": np.hstack([part["embeddings"] for part in parts]).astype(np.float16),
        "shift": np.concatenate([part["shift"] for part in parts]),
        "top": np.vstack([part["top"] * share for part in parts]),
        "bias": np.add.reduce([part["bias"] * share for part in parts]),
    }


def gradients(
    random: np.random.RandomState,
    layers: Layers,
    batch: sp.csr_matrix,
    used: Array,
    truth: Array,
) -> tuple[Array, list[Array]]:
    """Return the gradients of the used embeddings, and of the dense arrays."""
    before = batch @ layers["embeddings"][used] + layers["shift"]
    kept = (before > 0) & (random.random_sample(before.shape) >= HIDDEN_DROPOUT)
    gate = kept.astype(np.float32) / np.float32(1 - HIDDEN_DROPOUT)
    hidden = before * gate
    error = softmax(hidden @ layers["top"] + layers["bias"], axis=1)
    error -= np.float32(LABEL_SMOOTHING / error.shape[1])
    error[np.arange(len(truth)), truth] -= np.float32(1 - LABEL_SMOOTHING)
    error /= np.float32(len(truth))
    below = (error @ layers["top"].T) * gate
    return batch.T @ below, [below.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


def initial_layers(random: np.random.RandomState, features: int, classes: int) -> Layers:
    """Return small random weights; the order is that of the computation."""
    embeddings = random.standard_normal((features, HIDDEN)) * 0.1 * np.sqrt(2 / HIDDEN)
    top = random.standard_normal((HIDDEN, classes)) * 0.05
    return {
        "embeddings": embeddings.astype(np.float32),
        "shift": np.zeros(HIDDEN, dtype=np.float32),
        "top": top.astype(np.float32),
        "bias": np.zeros(classes, dtype=np.float32),
    }


def batches(random: np.random.RandomState, rows: int) -> Iterator[Array]:
    """Yield the row numbers of each step, passing over the data in random order."""
    size = min(BATCH, rows)
    order = np.zeros(0, dtype=np.int64)
    for _ in range(STEPS):
        if len(order) < size:
            order = random.permutation(rows)
        yield order[:size]
        order = order[size:]


def drop_features(random: np.random.RandomState, batch: sp.csr_matrix) -> sp.csr_matrix:
    """Blank a random part of the features, so that none is relied on alone."""
    kept = random.random_sample(batch.nnz) >= FEATURE_DROPOUT
    batch.data = batch.data * kept / np.float32(1 - FEATURE_DROPOUT)
    return batch.astype(np.float32)


def compact(batch: sp.csr_matrix) -> tuple[Array, sp.csr_matrix]:
    """Return the features used by a batch, and the batch over those columns alone."""
    used, columns = np.unique(batch.indices, return_inverse=True)
    shape = (batch.shape[0], len(used))
    return used, sp.csr_matrix((batch.data, columns, batch.indptr), shape=shape)
