"""The encoder: a text's vector, computed on the thread that asks for it."""

from __future__ import annotations

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

from knowledge.text.encoder.graph import STATES, network
from knowledge.text.encoder.pieces import Pieces
from knowledge.text.encoder.weights import Weights

Vector = NDArray[np.float32]
_ASKED = "query: "  # what the model was trained to see before a question
_ERRORS = 3


class Encoder:
    """Gives the vectors of texts; may be used from several threads at once. Takes about half a second and 60 MB to make.

    Each text is computed by itself: among others, it would be rounded otherwise, and its vector would depend on its company.
    """

    def __init__(self) -> None:
        weights = Weights()
        vocabulary, self._most = weights.vocabulary, weights.shape.tokens - 2
        self._words, self._pieces = weights.words, Pieces(vocabulary)
        self._begin, self._end = vocabulary.begin, vocabulary.end
        self._places = weights.floats("emb.pos").reshape(-1, weights.shape.width) + weights.floats("emb.type")[: weights.shape.width]
        model, self._output = network(weights)
        self._session = onnxruntime.InferenceSession(model, _options(), providers=["CPUExecutionProvider"])

    def vector(self, text: str) -> Vector:
        """The vector of a text, of length 1. The interpreter is free for other threads while it is computed."""
        pieces = [self._begin, *self._pieces.of(_ASKED + text)[: self._most], self._end]
        states = self._words(pieces) + self._places[: len(pieces)]
        (found,) = self._session.run([self._output], {STATES: states[None]})
        mean = found[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _options() -> onnxruntime.SessionOptions:
    """One thread a text, and no memory laid aside for one length of text: they differ."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = _ERRORS
    return options
