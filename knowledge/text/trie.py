"""Longest matches of known sequences of tokens in a text."""

from __future__ import annotations

from typing import Any, Generic, Iterator, Sequence, TypeVar

Name = TypeVar("Name")
_END = ""


class Trie(Generic[Name]):
    """Sequences of keys, each with the names that it stands for."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, keys: Sequence[str], name: Name) -> None:
        """Let `keys` stand for `name`, beside what they stand for already."""
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})
        node.setdefault(_END, set()).add(name)

    def matches(self, keys: Sequence[str]) -> Iterator[tuple[range, set[Name]]]:
        """The longest known sequences in `keys` from the left, without overlaps: their places and names."""
        start = 0
        while start < len(keys):
            end, names = self._longest(keys, start)
            if names:
                yield range(start, end), names
            start = max(end, start + 1)

    def _longest(self, keys: Sequence[str], start: int) -> tuple[int, set[Name]]:
        node, end = self._root, start
        names: set[Name] = set()
        for position in range(start, len(keys)):
            below = node.get(keys[position])
            if below is None:
                break
            node = below
            if _END in node:
                end, names = position + 1, node[_END]
        return end, names
