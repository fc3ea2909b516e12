"""The topic linker: which names of the pack stand in a message.

Names and aliases of topics, people, bodies and places are found as sequences of tokens: exactly, with the spelling of
Latin words mended, and by sound for Han characters (站位 for 展位). The longest match wins. Nothing is learned: a new
pack brings new names.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Iterable, Iterator, NamedTuple, Sequence

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA

from knowledge.pack import Pack
from knowledge.text.folding import fold
from knowledge.text.tokens import tokenize

_EXACT, _MENDED, _BY_SOUND = 1.0, 0.9, 0.8
_SHORTEST_BY_SOUND = 2
_END = ""


class Mention(NamedTuple):
    """A name found in a folded message.

    kind: `topic`, `person`, `body` or `place`. id: in the pack. start, end: in characters of the folded message.
    score: 1 for an exact match, less for a mended one.
    """

    kind: str
    id: str
    start: int
    end: int
    score: float


class _Trie:
    """Sequences of keys → what they name."""

    def __init__(self) -> None:
        self.root: dict[str, object] = {}

    def add(self, keys: Sequence[str], name: tuple[str, str]) -> None:
        node = self.root
        for key in keys:
            node = node.setdefault(key, {})  # type: ignore[assignment]
        node.setdefault(_END, set()).add(name)  # type: ignore[attr-defined]

    def longest(self, keys: Sequence[str], start: int) -> tuple[int, set[tuple[str, str]]]:
        """The end (exclusive) of the longest sequence from `start`, and its names; `start` itself where there is none."""
        node, end, names = self.root, start, set()
        for position in range(start, len(keys)):
            below = node.get(keys[position])
            if below is None:
                break
            node = below  # type: ignore[assignment]
            if _END in node:
                end, names = position + 1, node[_END]  # type: ignore[assignment]
        return end, names


class TopicLinker:
    """Finds the names of one pack; see the module."""

    def __init__(self, pack: Pack) -> None:
        self._written, self._spoken = _Trie(), _Trie()
        self._words: dict[int, set[str]] = defaultdict(set)
        self._characters: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, id_, alias in _aliases(pack):
            self._add(kind, id_, [stem(token.text) for token in tokenize(fold(alias))])

    def _add(self, kind: str, id_: str, keys: list[str]) -> None:
        if not keys:
            return
        self._written.add(keys, (kind, id_))
        if len(keys) >= _SHORTEST_BY_SOUND and all(_is_han(key) for key in keys):
            self._spoken.add([_sound(key) for key in keys], (kind, id_))
            self._characters[kind, id_].update(keys)
        for key in keys:
            if key.isascii() and key.isalpha() and len(key) >= 5:
                self._words[len(key)].add(key)

    def link(self, folded: str) -> list[Mention]:
        """The names in `folded` (a text from `fold`), in order, without overlaps."""
        tokens = tokenize(folded)
        keys = [stem(token.text) for token in tokens]
        mended = [self._mend(key) for key in keys]
        spoken = [_sound(key) if _is_han(key) else key for key in keys]
        found: list[Mention] = []
        taken: set[int] = set()
        for trie, used, score in (
            (self._written, keys, _EXACT),
            (self._written, mended, _MENDED),
            (self._spoken, spoken, _BY_SOUND),
        ):
            for span, names in _matches(trie, used):
                if taken.isdisjoint(span) and (score > _BY_SOUND or self._alike(span, names, keys)):
                    taken.update(span)
                    start, end = tokens[span[0]].start, tokens[span[-1]].end
                    found.extend(Mention(kind, id_, start, end, score) for kind, id_ in sorted(names))
        return sorted(found, key=lambda m: (m.start, m.kind, m.id))

    def _alike(self, span: range, names: set[tuple[str, str]], keys: list[str]) -> bool:
        """Whether a match by sound shares a character with the name, as a typing slip does."""
        written = {keys[i] for i in span}
        return any(written & self._characters[name] for name in names)

    def _mend(self, word: str) -> str:
        """The name's word that `word` most likely is, else `word`."""
        if len(word) < 5 or not word.isascii() or not word.isalpha() or word in self._words[len(word)]:
            return word
        allowed = 2 if len(word) >= 8 else 1
        best = (allowed + 1, word)
        for length in range(len(word) - 1, len(word) + 2):
            for known in self._words.get(length, ()):
                if known[0] == word[0]:
                    best = min(best, (OSA.distance(word, known, score_cutoff=allowed), known))
        return best[1] if best[0] <= allowed else word


def _matches(trie: _Trie, keys: list[str]) -> Iterator[tuple[range, set[tuple[str, str]]]]:
    start = 0
    while start < len(keys):
        end, names = trie.longest(keys, start)
        if names:
            yield range(start, end), names
        start = max(end, start + 1)


def _aliases(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for topic in pack.topics.values():
        yield from (("topic", topic.id, alias) for alias in (topic.name.zh, topic.name.en, *topic.aliases))
    for kind, names in (("person", pack.names.people), ("body", pack.names.bodies), ("place", pack.names.places)):
        for id_, named in names.items():
            yield from ((kind, id_, alias) for alias in (named.zh, named.en, *named.aliases))
            if kind == "person":
                yield from ((kind, id_, alias) for alias in _ways_to_write(named.en))


def _ways_to_write(person: str) -> Iterable[str]:
    """`Ye Xiuwen` as people write it: the other way round, and in one word each."""
    family, given = person.split(" ", 1)
    return (f"{given} {family}", f"{family}{given}".lower(), *([given] if len(given) >= 5 else []))


def stem(word: str) -> str:
    """`word` without the plural's or the genitive's s; Han characters and numbers stay."""
    if not word.isascii() or len(word) < 4:
        return word
    word = word.removesuffix("'s")
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _is_han(key: str) -> bool:
    return len(key) == 1 and not key.isascii()


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    """The sound of a Han character without its tone, with the sounds that are often confused made one."""
    sound = lazy_pinyin(character)[0]
    for wide, narrow in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")):
        sound = sound.replace(wide, narrow)
    return f"~{sound}"
