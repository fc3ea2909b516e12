"""The file of weights."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.text.encoder.weights import Shape, Weights


@pytest.fixture(scope="module")
def weights():
    return Weights()


def test_the_file_is_that_of_multilingual_e5_small(weights):
    assert weights.shape._replace(epsilon=0.0) == Shape(width=384, layers=12, heads=12, inner=1536, tokens=512, epsilon=0.0)
    assert weights.shape.epsilon == pytest.approx(1e-12)
    vocabulary = weights.vocabulary
    assert len(vocabulary.pieces) == len(vocabulary.scores) == 250_002
    assert [vocabulary.pieces[place] for place in (vocabulary.begin, vocabulary.end, vocabulary.unknown)] == ["<s>", "</s>", "<unk>"]


def test_matrices_have_the_sizes_of_their_layers(weights):
    assert {name: weights.matrix(name).values().shape for name in ("l0.q.w", "l11.fi.w", "l11.fo.w")} == {
        "l0.q.w": (384, 384),
        "l11.fi.w": (1536, 384),
        "l11.fo.w": (384, 1536),
    }
    assert weights.words([0, 5, 5]).shape == (3, 384)
    assert np.isfinite(weights.matrix("l3.ao.w").values()).all()


def test_another_file_is_refused(tmp_path):
    (tmp_path / "other.bin").write_bytes(b"something else entirely")
    with pytest.raises(ValueError, match="does not hold the weights"):
        Weights(tmp_path / "other.bin")
