"""Kernel ridge on TF-IDF vectors: a linear model learned in closed form, the same on every run."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from scipy import linalg, sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.index.features import same

_PENALTY = 0.5


class Ridge:
    """Scores of texts for a number of targets; 1 is what a training text has for its own."""

    def __init__(self, terms: Sequence[str], idf: np.ndarray, rows: sparse.csr_matrix, dual: np.ndarray) -> None:
        self.terms, self.idf, self.rows, self.dual = list(terms), idf, rows, dual
        self._column = {term: index for index, term in enumerate(self.terms)}
        self._transposed = rows.T.tocsr()

    @classmethod
    def fit(cls, texts: Sequence[Sequence[str]], targets: np.ndarray) -> "Ridge":
        """Learn from texts (features each) and targets of shape (texts, targets)."""
        vectorizer = TfidfVectorizer(analyzer=same, sublinear_tf=True, dtype=np.float32)
        rows = vectorizer.fit_transform(texts).tocsr()
        kernel = (rows @ rows.T).toarray()
        kernel[np.diag_indices_from(kernel)] += _PENALTY
        dual = linalg.solve(kernel, targets.astype(np.float32), assume_a="pos", overwrite_a=True, check_finite=False)
        idf = vectorizer.idf_.astype(np.float32)
        return cls([str(term) for term in vectorizer.get_feature_names_out()], idf, rows, dual.astype(np.float32))

    def vectors(self, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """The TF-IDF vectors of texts, of length 1, of shape (texts, terms); unknown terms are left out."""
        indices, values, ends = [], [], [0]
        for text in texts:
            counts: dict[int, int] = {}
            for term in text:
                column = self._column.get(term)
                if column is not None:
                    counts[column] = counts.get(column, 0) + 1
            columns = np.fromiter(counts, dtype=np.int32, count=len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.idf[columns]
            norm = float(np.sqrt((weights**2).sum())) or 1.0
            indices.append(columns)
            values.append(weights / norm)
            ends.append(ends[-1] + len(columns))
        shape = (len(texts), len(self.terms))
        return sparse.csr_matrix((np.concatenate(values), np.concatenate(indices), ends), shape=shape, dtype=np.float32)

    def likeness(self, vectors: sparse.csr_matrix) -> np.ndarray:
        """Cosine of vectors with the training texts, of shape (vectors, training texts)."""
        return np.asarray((vectors @ self._transposed).toarray())

    def scores(self, likeness: np.ndarray) -> np.ndarray:
        """Scores of texts by their likeness to the training texts, of shape (texts, targets)."""
        return np.asarray(likeness @ self.dual)
