"""Likeness of words: TF-IDF vectors of texts, and their cosines with the texts of an index."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.index.features import same


class Terms:
    """The terms of a number of texts, with their weights, and the texts as vectors."""

    def __init__(self, terms: Sequence[str], idf: np.ndarray, rows: sparse.csr_matrix) -> None:
        self.terms, self.idf = list(terms), idf
        self._column = {term: index for index, term in enumerate(self.terms)}
        self._transposed = rows.T.tocsr()

    @property
    def rows(self) -> sparse.csr_matrix:
        """The texts, of shape (texts, terms); made anew from what is searched, since only storing asks for it."""
        return self._transposed.T.tocsr()

    @classmethod
    def fit(cls, texts: Sequence[Sequence[str]]) -> "Terms":
        """Learn from texts, features each."""
        vectorizer = TfidfVectorizer(analyzer=same, sublinear_tf=True, dtype=np.float32)
        rows = vectorizer.fit_transform(texts).tocsr()
        return cls([str(term) for term in vectorizer.get_feature_names_out()], vectorizer.idf_.astype(np.float32), rows)

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
        """Cosines of vectors with the texts that were learned from, of shape (vectors, texts)."""
        return np.asarray((vectors @ self._transposed).toarray())
