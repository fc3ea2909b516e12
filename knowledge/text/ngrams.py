"""N-grams: the features that texts are compared by. Both scripts in one space, no vocabulary to look up."""

from __future__ import annotations

from typing import Iterator

from knowledge.text.tokens import tokenize

_LONGEST_HAN = 3
_PRONOUNS = frozenset({"it"})  # spelled like the field (IT), which the linker knows by its longer names
_LATIN_CHARS = (3, 4, 5)


def ngrams(folded: str) -> Iterator[str]:
    """Features of a folded text.

    Han: runs of 1–3 characters, and pairs with one character between. Latin: words, pairs of words, and runs of
    3–5 characters in a word. Numbers count as words.
    """
    words = [token.text for token in tokenize(folded)]
    yield from _runs(words)
    for word in words:
        if len(word) > 1 and not _is_han(word) and word not in _PRONOUNS:
            yield from _pieces(word)


def _runs(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        if word not in _PRONOUNS:
            yield word
        if index + 1 < len(words):
            yield f"{word} {words[index + 1]}"
        if index + 2 < len(words):
            if all(map(_is_han, words[index : index + _LONGEST_HAN])):
                yield " ".join(words[index : index + _LONGEST_HAN])
            yield f"{word} _ {words[index + 2]}"


def _pieces(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    for size in _LATIN_CHARS:
        for start in range(len(framed) - size + 1):
            yield f"#{framed[start : start + size]}"


def _is_han(word: str) -> bool:
    return len(word) == 1 and word >= "\u3400" and not word.isascii()
