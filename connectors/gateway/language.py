"""Which language a conversation is in, as far as the gateway has to know it."""

from __future__ import annotations

import re

from knowledge.text.data import word_list
from knowledge.text.language import detect
from knowledge.text.tokens import HAN

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[a-zA-Z]+(?:['’][a-zA-Z]+)?")
_ENOUGH_HAN, _ENOUGH_WORDS = 12, 5


def written_in(text: str, hint: str | None = None) -> str:
    """`zh` or `en`, to answer a text in; `hint` where the text is too short to tell."""
    found = detect(text)
    return found.reply if found.sure or hint not in ("zh", "en") else hint


def surely_in(text: str) -> str | None:
    """`zh` or `en`, where a text tells which of the two it is written in."""
    found = detect(text)
    return found.reply if found.sure and found.spoken in ("zh", "en") else None


def tag_of(text: str, language: str) -> str:
    """`zh`, `zh-Hant` or `en`, for a reader's voice and fonts; `language` where the text does not tell."""
    found = detect(text)
    if found.reply == "zh" and found.traditional:
        return "zh-Hant"
    return found.reply if found.sure else language


def leaves(text: str, language: str) -> bool:
    """Whether a whole sentence in the other language of the two says that the visitor goes on in that one."""
    found = detect(text)
    if not found.sure or found.reply == language or found.spoken not in ("zh", "en"):
        return False
    if found.reply == "zh":
        han = _HAN.findall(text)
        return len(han) >= _ENOUGH_HAN or (len(han) > 3 and sum(c in word_list("function_words")["zh"] for c in han) > 1)
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) >= _ENOUGH_WORDS or (len(words) > 2 and any(word in word_list("function_words")["en"] for word in words))
