"""What is written in the format of ONNX, read by onnxruntime."""

from __future__ import annotations

import numpy as np
import onnxruntime

from knowledge.text.encoder.onnx import CONTRIB, Graph


def computed(model, output, **inputs):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run([output], inputs)[0]


def test_a_graph_of_operators_constants_and_attributes_is_computed():
    graph = Graph()
    doubled = graph.operator("Mul", ["given", graph.constant(np.array([2, 2, 4], dtype=np.float32))])
    sure = graph.operator("Softmax", [doubled], axis=1)
    leaky = graph.operator("LeakyRelu", [sure], alpha=0.5)
    model = graph.model({"given": ("rows", 3)}, {leaky: ("rows", 3)})
    assert computed(model, leaky, given=np.zeros((200, 3), np.float32)).tolist() == np.full((200, 3), 1 / 3, np.float32).tolist()


def test_a_product_with_numbers_of_four_bits_is_computed():
    numbers = np.arange(64, dtype=np.uint8).reshape(2, 1, 32) % 16
    scales = np.array([0.5, 2.0], dtype=np.float32)
    graph = Graph()
    packed = graph.constant(np.asarray(numbers[..., 0::2] | numbers[..., 1::2] << 4, dtype=np.uint8))
    product = graph.operator(
        "MatMulNBits", ["given", packed, graph.constant(scales)], CONTRIB, K=32, N=2, bits=4, block_size=32, accuracy_level=1
    )
    model = graph.model({"given": (1, 32)}, {product: (1, 2)})
    given = np.linspace(-1, 1, 32, dtype=np.float32)[None]
    expected = given @ ((numbers[:, 0].astype(np.float32) - 8) * scales[:, None]).T
    assert np.allclose(computed(model, product, given=given), expected, atol=1e-5)
