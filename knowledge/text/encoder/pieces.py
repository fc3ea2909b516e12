"""A text cut into pieces of the encoder's vocabulary: the likeliest cut, as SentencePiece makes it (Kudo 2018, unigram model)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from knowledge.text.encoder.weights import Vocabulary

_BLANK, _SEEN_BLANK = " ", "\u2581"
_BLANKS = re.compile(" {2,}")
_UNKNOWN_LESS = 10.0  # an unknown character counts this much less than the least likely piece
_NEVER = float("-inf")
_KEPT = 4096  # words; most of what is written are the same few


class Pieces:
    """Numbers for texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._spelling, self._unknown = vocabulary.spelling, vocabulary.unknown
        self._scores = vocabulary.scores.tolist()
        self._unknown_score = min(self._scores) - _UNKNOWN_LESS
        self._numbers = {piece: number for number, piece in reversed(list(enumerate(vocabulary.pieces))) if piece}
        del self._numbers[vocabulary.pieces[self._unknown]]
        self._longest: defaultdict[str, int] = defaultdict(lambda: 1)
        for piece in self._numbers:
            self._longest[piece[0]] = max(self._longest[piece[0]], len(piece))
        self._of_word = lru_cache(maxsize=_KEPT)(self._cut)

    def of(self, text: str) -> list[int]:
        """The numbers of a text's pieces, in order. A blank begins a word, and no piece goes on from one word to the next."""
        words = self._spelled(text).split(_SEEN_BLANK)
        return [number for word in words[1:] for number in self._of_word(_SEEN_BLANK + word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        cuts = self._best_cuts(word)
        found, end = [], len(word)
        while end:
            start, number = cuts[end]
            found.append(number)
            end = start
        return tuple(reversed(found))

    def _spelled(self, text: str) -> str:
        text = _BLANKS.sub(_BLANK, text.translate(self._spelling))
        return (text if text.startswith(_BLANK) else _BLANK + text).replace(_BLANK, _SEEN_BLANK)

    def _best_cuts(self, text: str) -> list[tuple[int, int]]:
        """For each place, where the last piece before it begins in the likeliest cut up to there, and its number."""
        numbers, scores, longest, size = self._numbers, self._scores, self._longest, len(text)
        best, cuts = [0.0] + [_NEVER] * size, [(0, 0)] * (size + 1)
        for start in range(size):
            before = best[start]
            for end in range(start + 1, min(size, start + longest[text[start]]) + 1):
                number = numbers.get(text[start:end])
                if number is not None and before + scores[number] > best[end]:
                    best[end], cuts[end] = before + scores[number], (start, number)
            if before + self._unknown_score > best[start + 1]:
                best[start + 1], cuts[start + 1] = before + self._unknown_score, (start, self._unknown)
        return cuts
