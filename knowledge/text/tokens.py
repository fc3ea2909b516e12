"""Tokens: one for a Han character, one for a Latin word, a number, an address."""

from __future__ import annotations

import re
from typing import NamedTuple

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
_TOKEN = re.compile(
    rf"(?a:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"  # an e-mail address; it ends where another script begins
    rf"|(?a:(?:www\.|https?://)[\w./-]*\w)"  # a web address, likewise
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


def stem(word: str) -> str:
    """`word` without the plural's or the genitive's s, in American spelling; Han characters and numbers stay."""
    if not word.isascii() or len(word) < 4:
        return word
    word = word.removesuffix("'s").replace("isation", "ization").replace("ising", "izing").replace("ised", "ized")
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
