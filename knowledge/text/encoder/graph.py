"""The encoder as a graph of operators: BERT's layers (Devlin and others 2019) over the states of one text's tokens.

The products use the weights as they are kept, in four bits, on states rounded to eight (`MatMulNBits`): a third of the time of
32 bits, and the same vectors within what rounding does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.text.encoder.onnx import CONTRIB, Graph
from knowledge.text.encoder.weights import BLOCK, Matrix, Weights

STATES = "states"
_EIGHT_BITS = 4  # what MatMulNBits calls the precision of the states


def network(weights: Weights) -> tuple[bytes, str]:
    """The model, and the name of its output; input and output are states of tokens, of shape (1, tokens, width)."""
    building = _Network(weights)
    output = building.whole()
    sizes = (1, "tokens", weights.shape.width)
    return building.graph.model({STATES: sizes}, {output: sizes}), output


class _Network:
    def __init__(self, weights: Weights) -> None:
        self.graph, self._weights = Graph(), weights

    def whole(self) -> str:
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        states = self.graph.operator("LayerNormalization", [STATES, *norm], epsilon=self._weights.shape.epsilon)
        for number in range(self._weights.shape.layers):
            states = self._layer(f"l{number}.", states)
        return states

    def _layer(self, name: str, states: str) -> str:
        queries = [self._product(states, f"{name}{part}.w", f"{name}{part}.b") for part in ("q", "k", "v")]
        seen = self.graph.operator("MultiHeadAttention", queries, CONTRIB, num_heads=self._weights.shape.heads)
        states = self._added(self._product(seen, f"{name}ao.w"), states, f"{name}ao.b", f"{name}aln")
        inner = self.graph.operator("BiasGelu", [self._product(states, f"{name}fi.w"), self._vector(f"{name}fi.b")], CONTRIB)
        return self._added(self._product(inner, f"{name}fo.w"), states, f"{name}fo.b", f"{name}oln")

    def _added(self, change: str, states: str, bias: str, norm: str) -> str:
        inputs = [change, states, self._vector(f"{norm}.w"), self._vector(f"{norm}.b"), self._vector(bias)]
        return self.graph.operator("SkipLayerNormalization", inputs, CONTRIB, epsilon=self._weights.shape.epsilon)

    def _product(self, states: str, name: str, bias: str = "") -> str:
        matrix = self._weights.matrix(name)
        inputs = [states, self.graph.constant(_packed(matrix)), self.graph.constant(matrix.scales.reshape(-1))]
        inputs += ["", "", self._vector(bias)] if bias else []
        rows, blocks = matrix.scales.shape
        sizes = {"K": blocks * BLOCK, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": _EIGHT_BITS}
        return self.graph.operator("MatMulNBits", inputs, CONTRIB, **sizes)

    def _vector(self, name: str) -> str:
        return self.graph.constant(self._weights.floats(name))


def _packed(matrix: Matrix) -> NDArray[np.uint8]:
    """Two numbers a byte, the first in its lower half, as MatMulNBits wants them."""
    return np.asarray(matrix.numbers[..., 0::2] | matrix.numbers[..., 1::2] << 4, dtype=np.uint8)
