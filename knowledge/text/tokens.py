"""Tokens: one for a Han character, one for a Latin word, a number, an address."""

from __future__ import annotations

import re
from typing import NamedTuple

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
_TOKEN = re.compile(
    rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    rf"|(?:www\.|https?://)[\w./-]*\w"  # a web address
    rf"|[{HAN}]"
    rf"|\d+(?:[.,]\d+)*"
    rf"|[^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)?"
)


class Token(NamedTuple):
    """A piece of text and where it begins, in characters."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, in characters; exclusive."""
        return self.start + len(self.text)


def tokenize(text: str) -> list[Token]:
    """The tokens of `text` in order; punctuation gives none."""
    return [Token(match.group(), match.start()) for match in _TOKEN.finditer(text)]
