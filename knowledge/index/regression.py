"""Softmax regression (multinomial logistic regression): which class a vector belongs to, learned from vectors of each."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

_PULL = 1e-6  # of the weights towards 0
_ROUNDS = 40


def fit(rows: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The weights, of shape (dimensions + 1, classes), float32; the last row is what is added.

    rows: of shape (rows, dimensions), of length 1 each. classes: the class of each row, from 0 on. All classes count alike, however many
    rows they have. Takes some ten seconds for 30,000 rows of 500 classes.
    """
    size, count = rows.shape[1], int(classes.max()) + 1
    shares = (1 / np.bincount(classes) / count)[classes].astype(np.float32)
    rows = rows.astype(np.float32)
    at = np.arange(len(rows)), classes

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(size + 1, count).astype(np.float32)
        chances = log_softmax(rows @ weights[:-1] + weights[-1], axis=1)
        told = -float(shares @ chances[at]) + _PULL / 2 * float((weights[:-1] ** 2).sum())
        np.exp(chances, out=chances)
        chances[at] -= 1
        chances *= shares[:, None]
        gradient = np.vstack([rows.T @ chances + _PULL * weights[:-1], chances.sum(axis=0)])
        return told, gradient.ravel().astype(np.float64)

    best = minimize(loss, np.zeros((size + 1) * count), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return np.asarray(best.x.reshape(size + 1, count), dtype=np.float32)


def log_chances(weights: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The log probability of each class for a vector, of shape (classes,)."""
    return np.asarray(log_softmax(row @ weights[:-1] + weights[-1]), dtype=np.float32)
