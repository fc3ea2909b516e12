"""Likeness of words: TF-IDF vectors of texts, and their cosines with the texts of an index."""

from __future__ import annotations

import hashlib
from typing import Iterable, Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.index.features import same


class Terms:
    """The terms of a number of texts, with their weights, and the texts as vectors.

    terms: a number for each, by which it is known (as text they would take 40 MB), in ascending order. idf: of each. rows: the texts,
    of shape (texts, terms).
    """

    def __init__(self, terms: np.ndarray, idf: np.ndarray, rows: sparse.csr_matrix) -> None:
        self.terms, self.idf = terms, idf
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
        terms = _numbers(vectorizer.get_feature_names_out())
        order = np.argsort(terms)
        return cls(terms[order], vectorizer.idf_[order].astype(np.float32), rows[:, order])

    def vectors(self, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """The TF-IDF vectors of texts, of length 1, of shape (texts, terms); unknown terms are left out."""
        indices, values, ends = [], [], [0]
        for text in texts:
            said, counts = np.unique(_numbers(text), return_counts=True)
            columns = np.searchsorted(self.terms, said).clip(max=len(self.terms) - 1)
            known = self.terms[columns] == said
            columns = columns[known].astype(np.int32)
            weights = (1 + np.log(counts[known].astype(np.float32))) * self.idf[columns]
            norm = float(np.sqrt((weights**2).sum())) or 1.0
            indices.append(columns)
            values.append(weights / norm)
            ends.append(ends[-1] + len(columns))
        shape = (len(texts), len(self.terms))
        return sparse.csr_matrix((np.concatenate(values), np.concatenate(indices), ends), shape=shape, dtype=np.float32)

    def likeness(self, vectors: sparse.csr_matrix) -> np.ndarray:
        """Cosines of vectors with the texts that were learned from, of shape (vectors, texts)."""
        return np.asarray((vectors @ self._transposed).toarray())


def _numbers(terms: Iterable[str]) -> np.ndarray:
    """Eight bytes of a hash of each term, which no two of a million are likely to share."""
    found = b"".join(hashlib.blake2b(term.encode(), digest_size=8).digest() for term in terms)
    return np.frombuffer(found, dtype="<u8").astype(np.uint64)
