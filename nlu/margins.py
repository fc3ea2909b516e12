"""Linear support vector machines, one class against the rest, over sparse rows."""

from __future__ import annotations

from typing import cast

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from nlu.features import Array


class Margins:
    """Sparse row -> one margin a class, about 1 for the truth and -1 for the others."""

    def __init__(self) -> None:
        self.layers: dict[str, Array] = {}

    def fit(self, rows: sp.csr_matrix, targets: Array, classes: int) -> Margins:
        """Fit each class against the rest; `targets` hold every number below `classes`."""
        machine = LinearSVC(random_state=0).fit(rows, targets)
        weights, bias = machine.coef_, machine.intercept_
        if classes == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        self.layers = {
            "weights": np.ascontiguousarray(weights.T, dtype=np.float32),
            "bias": bias.astype(np.float32),
        }
        return self

    def __call__(self, rows: sp.csr_matrix) -> Array:
        """Return one row of margins a message."""
        return cast(Array, rows @ self.layers["weights"] + self.layers["bias"])
