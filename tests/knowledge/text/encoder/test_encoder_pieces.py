"""Cutting a text into pieces of a vocabulary."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.text.encoder.pieces import Pieces
from knowledge.text.encoder.weights import Vocabulary

WORDS = {"▁": -3.0, "▁new": -4.0, "▁news": -4.5, "s": -3.0, "n": -5.0, "e": -5.0, "w": -5.0, "paper": -6.0, "▁newspaper": -9.0}


@pytest.fixture
def pieces():
    names = ["<s>", "</s>", "<unk>", *WORDS]
    scores = np.array([0.0, 0.0, 0.0, *WORDS.values()], dtype=np.float32)
    return Pieces(Vocabulary(names, scores, {ord("Ｎ"): "n", ord("\t"): " "}, begin=0, end=1, unknown=2))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("new", ["▁new"]),
        ("news", ["▁news"]),
        ("newspaper", ["▁newspaper"]),
        ("news paper", ["▁news", "▁", "paper"]),
        ("new   new", ["▁new", "▁new"]),
        ("Ｎew\tnew", ["▁new", "▁new"]),
        ("newx", ["▁new", "<unk>"]),
        ("", ["▁"]),
    ],
)
def test_the_likeliest_cut_is_taken(pieces, text, cut):
    names = ["<s>", "</s>", "<unk>", *WORDS]
    assert [names[number] for number in pieces.of(text)] == cut
