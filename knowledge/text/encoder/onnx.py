"""The format of ONNX, as much of it as one network needs: messages of protocol buffers, written field by field.

The package `onnx` would do it too, and is as large as the library that runs the result. Numbers of fields are those of
onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from __future__ import annotations

import struct
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

CONTRIB = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_IR_VERSION, _OPSET, _CONTRIB_OPSET = 8, 17, 1
_VARINT, _BYTES, _FLOAT = 0, 2, 5
_TYPES = {"float32": 1, "uint8": 2}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2


class Graph:
    """A network under construction; each operator gives the name of what it computes."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, value: NDArray[np.generic]) -> str:
        """An array that is part of the network."""
        name = f"constant{len(self._constants)}"
        dimensions = b"".join(_number(1, size) for size in value.shape)
        kind = _number(2, _TYPES[value.dtype.name])
        self._constants.append(dimensions + kind + _text(8, name) + _bytes(9, np.ascontiguousarray(value).tobytes()))
        return name

    def operator(self, kind: str, inputs: Sequence[str], domain: str = "", **attributes: float) -> str:
        """One operator's output. inputs: "" for one that is left out."""
        name = f"value{len(self._nodes)}"
        parts = [*(_text(1, given) for given in inputs), _text(2, name), _text(3, name), _text(4, kind)]
        parts += [_bytes(5, _attribute(key, value)) for key, value in attributes.items()]
        self._nodes.append(b"".join([*parts, _text(7, domain)]))
        return name

    def model(self, inputs: Mapping[str, Sequence[int | str]], outputs: Mapping[str, Sequence[int | str]]) -> bytes:
        """The whole, as a file would hold it. inputs, outputs: names → sizes, or the name of a size that is open."""
        parts = [*(_bytes(1, node) for node in self._nodes), _text(2, "graph"), *(_bytes(5, constant) for constant in self._constants)]
        parts += [_bytes(11, _declared(name, sizes)) for name, sizes in inputs.items()]
        parts += [_bytes(12, _declared(name, sizes)) for name, sizes in outputs.items()]
        versions = (_text(1, domain) + _number(2, version) for domain, version in (("", _OPSET), (CONTRIB, _CONTRIB_OPSET)))
        return b"".join([_number(1, _IR_VERSION), _bytes(7, b"".join(parts)), *(_bytes(8, version) for version in versions)])


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    return _text(1, name) + _key(2, _FLOAT) + struct.pack("<f", value) + _number(20, _ATTRIBUTE_FLOAT)


def _declared(name: str, sizes: Sequence[int | str]) -> bytes:
    """An array of 32-bit floats that comes in or goes out."""
    shape = b"".join(_bytes(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in sizes)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _TYPES["float32"]) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _key(field, _VARINT) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, _BYTES) + _varint(len(value)) + value


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
