"""Sparse n-gram features for short Chinese, English and mixed messages.

A message is cut into runs: a Latin word or number, a stretch of Han characters, or a
single other sign.  Two views of the runs make one row of features:

* tokens - words and single Han characters, alone and in pairs;
* characters - the n-grams inside each run, with the run's edges marked.

The script of each run decides how it is cut, so no language has to be declared.
Rare and common n-grams weigh the same: on both benchmarks, inverse document frequency
made results worse.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[Any]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RUNS = re.compile(rf"[{HAN}]+|[^\W{HAN}_]+|[^\w\s]|_")
IS_HAN = re.compile(rf"[{HAN}]")
CHARACTER_SIZES = range(1, 6)
MIN_ROWS = 2

Runs = list[str]


def runs(text: str) -> Runs:
    """Cut a message into runs of one script, in lower case and normal width."""
    return RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def tokens_of(parts: Runs) -> list[str]:
    """Cut stretches of Han characters into single ones; words stay whole."""
    return list(chain.from_iterable(p if IS_HAN.match(p) else (p,) for p in parts))


def token_grams(parts: Runs) -> Iterator[str]:
    """Yield words and Han characters, alone and in pairs, with both ends marked."""
    tokens = ["<", *tokens_of(parts), ">"]
    yield from tokens
    yield from map(" ".join, pairwise(tokens))


def character_grams(parts: Runs) -> list[str]:
    """The character n-grams inside each run, its edges marked by a blank."""
    padded = [f" {part} " for part in parts]
    return [run[start : start + size] for run in padded for size in CHARACTER_SIZES for start in range(len(run) - size + 1)]


class View:
    """One kind of n-gram: logarithms of counts, each row scaled to length one."""

    def __init__(self, grams: Callable[[Runs], Iterable[str]]) -> None:
        self.grams = grams
        self.vocabulary: dict[str, int] = {}

    def fit(self, rows: Sequence[Runs]) -> View:
        """Keep the n-grams that at least `MIN_ROWS` rows have."""
        found = Counter(chain.from_iterable(set(self.grams(row)) for row in rows))
        self.learn(sorted(gram for gram, count in found.items() if count >= MIN_ROWS))
        return self

    def learn(self, grams: Sequence[str]) -> None:
        """Number the n-grams in the given order."""
        self.vocabulary = {gram: column for column, gram in enumerate(grams)}

    def row(self, row: Runs) -> tuple[Array, Array]:
        """The columns of one message and their weights; unknown n-grams are left out."""
        known = self.vocabulary
        counts = Counter([known[gram] for gram in self.grams(row) if gram in known])
        columns = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        values: Array = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        return columns, values / max(np.sqrt(values.dot(values)), np.float32(1e-9))


class NgramFeatures:
    """The token view and the character view of a message, side by side."""

    def __init__(self) -> None:
        self.views = (View(token_grams), View(character_grams))

    def fit(self, texts: Sequence[str]) -> NgramFeatures:
        """Learn both vocabularies from the training messages."""
        rows = [runs(text) for text in texts]
        for view in self.views:
            view.fit(rows)
        return self

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return one sparse row a message: its columns in the first view, then those in the second."""
        rows = [runs(text) for text in texts]
        width, wider = (len(view.vocabulary) for view in self.views)
        columns, values, ends = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.float32)], [0]
        for row in rows:
            (first, weights), (second, more) = (view.row(row) for view in self.views)
            columns += [first, second + np.int32(width)]
            values += [weights, more]
            ends.append(ends[-1] + len(first) + len(second))
        return sp.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(rows), width + wider))

    def unknown(self, texts: Sequence[str]) -> Array:
        """Count the words and Han characters of each message that training lacks."""
        known = self.views[0].vocabulary
        rows = [tokens_of(runs(text)) for text in texts]
        return np.array([sum(token not in known for token in row) for row in rows])

    def vocabularies(self) -> list[list[str]]:
        """Return the n-grams of each view, in order: all there is to save."""
        return [list(view.vocabulary) for view in self.views]

    @classmethod
    def restore(cls, vocabularies: Sequence[Sequence[str]]) -> NgramFeatures:
        """Return features with the n-grams that `vocabularies` gave."""
        features = cls()
        for view, grams in zip(features.views, vocabularies, strict=True):
            view.learn(grams)
        return features
