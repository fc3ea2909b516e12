"""Logistic regression over the vectors of `knowledge.text.meaning`."""

from __future__ import annotations

import warnings
from typing import cast

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlu.features import Array

_LOOSENESS = 0.1  # the inverse of the penalty, for inputs of spread 1
_ROUNDS = 200
_CLOSE_ENOUGH = 1e-3


class Semantics:
    """Vector of a message -> one logit a class."""

    def __init__(self) -> None:
        self.layers: dict[str, Array] = {}

    def fit(self, vectors: Array, targets: Array, classes: int) -> Semantics:
        """Fit all classes at once; `targets` hold every number below `classes`. The same on any number of threads."""
        mean = vectors.mean(axis=0)
        spread = float(np.sqrt(((vectors - mean) ** 2).mean())) or 1.0
        with threadpool_limits(1, "blas"), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # so many rounds are enough; more sharpen the logits alone
            machine = LogisticRegression(C=_LOOSENESS, max_iter=_ROUNDS, tol=_CLOSE_ENOUGH).fit((vectors - mean) / spread, targets)
        weights, bias = machine.coef_ / spread, machine.intercept_
        if classes == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        bias = bias - weights @ mean
        self.layers = {"weights": np.ascontiguousarray(weights.T, dtype=np.float32), "bias": bias.astype(np.float32)}
        return self

    def __call__(self, vectors: Array) -> Array:
        """Return one row of logits a message; the same alone as among others (einsum asks no BLAS)."""
        return cast(Array, np.einsum("rd,dc->rc", vectors, self.layers["weights"]) + self.layers["bias"])
