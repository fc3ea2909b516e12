"""The small pack of a made-up fair, as the pack in use, and a question model that has learned a little."""

from __future__ import annotations

import pytest

from knowledge.text.folding import fold
from nlu.model import QuestionModel
from nlu.phrases import pack_phrases, prepared

EXAMPLES = [
    ("你好", "greet"),
    ("您好呀", "greet"),
    ("hello", "greet"),
    ("hello there", "greet"),
    ("讲个笑话", "out_of_scope"),
    ("讲个故事吧", "out_of_scope"),
    ("tell me a joke", "out_of_scope"),
    ("tell me a story", "out_of_scope"),
]


@pytest.fixture(scope="session")
def small_model(small_library):
    """A model of the small pack's questions and a few examples."""
    index = small_library.index()
    rows = [*((fold(text), intent) for text, intent in EXAMPLES), *pack_phrases(index.pack)]
    return QuestionModel().fit([prepared(text, index.linker.link(text)) for text, _ in rows], [intent for _, intent in rows])
