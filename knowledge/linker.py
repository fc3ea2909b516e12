"""The topic linker: which names of the pack stand in a message.

Names and aliases of topics, people, bodies and places are found as sequences of tokens: exactly, with the spelling of
Latin words mended, and by sound for Han characters (站位 for 展位). The longest match wins. Nothing is learned: a new
pack brings new names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Iterable, Iterator, NamedTuple

from rapidfuzz.distance import OSA

from knowledge.loose import LooseNames
from knowledge.pack import Pack
from knowledge.pack.schema import Named
from knowledge.surnames import Surnames
from knowledge.text.folding import fold
from knowledge.text.sound import sound
from knowledge.text.tokens import stem, tokenize
from knowledge.text.trie import Trie

_EXACT, _MENDED, _BY_SOUND, _LOOSE, _HINT = 1.0, 0.9, 0.8, 0.7, 0.5
_SHORTEST_BY_SOUND = 2
_KEPT = 512  # a part of a message is looked at several times in a row


class Mention(NamedTuple):
    """A name found in a folded message.

    kind: `topic`, `person`, `body`, `place`, `contact` (a number or an address of one), or `surname` (of the person `id`,
    among others who may have it). id: in the pack.
    start, end: in characters of the folded message. score: 1 for an exact match, less for a mended one.
    """

    kind: str
    id: str
    start: int
    end: int
    score: float

    @property
    def is_written(self) -> bool:
        """Whether the name stands there letter by letter."""
        return self.score == _EXACT


class TopicLinker:
    """Finds the names of one pack; see the module."""

    def __init__(self, pack: Pack) -> None:
        self._written, self._spoken = Trie[tuple[str, str]](), Trie[tuple[str, str]]()
        self._words: dict[int, set[str]] = defaultdict(set)
        self._characters: dict[tuple[str, str], set[str]] = defaultdict(set)
        named = [(kind, id_, [stem(token.text) for token in tokenize(fold(alias))]) for kind, id_, alias in _aliases(pack)]
        for row in named:
            self._add(*row)
        self._hints = Trie[str]()
        for topic in pack.topics.values():
            for hint in topic.hints:
                self._hints.add([stem(token.text) for token in tokenize(fold(hint))], topic.id)
        self._loose = LooseNames((id_, keys) for kind, id_, keys in named if kind == "topic" and all(k.isascii() for k in keys))
        self._plain = _plain_words(pack)
        self._surnames = Surnames(pack)
        self._kept = lru_cache(maxsize=_KEPT)(self._linked)

    def _add(self, kind: str, id_: str, keys: list[str]) -> None:
        if not keys:
            return
        self._written.add(keys, (kind, id_))
        if len(keys) >= _SHORTEST_BY_SOUND and all(_is_han(key) for key in keys):
            self._spoken.add([_as_heard(key) for key in keys], (kind, id_))
            self._characters[kind, id_].update(keys)
        for key in keys:
            if key.isascii() and key.isalpha() and len(key) >= 5:
                self._words[len(key)].add(key)

    def link(self, folded: str) -> list[Mention]:
        """The names in `folded` (a text from `fold`), in order, without overlaps."""
        return list(self._kept(folded))

    def _linked(self, folded: str) -> tuple[Mention, ...]:
        tokens = tokenize(folded)
        keys = [stem(token.text) for token in tokens]
        mended = [self._mend(key) for key in keys]
        spoken = [_as_heard(key) if _is_han(key) else key for key in keys]
        found: list[Mention] = []
        taken: set[int] = set()
        longer = [span for span, _ in self._written.matches(mended) if any(keys[i] != mended[i] for i in span)]
        for trie, used, score in (
            (self._written, keys, _EXACT),
            (self._written, mended, _MENDED),
            (self._spoken, spoken, _BY_SOUND),
        ):
            for span, names in trie.matches(used):
                if score == _EXACT and any(_within(span, other) for other in longer):
                    continue  # "retunee job fair": the job fair that is meant, not those that there are
                if taken.isdisjoint(span) and (score > _BY_SOUND or self._alike(span, names, keys)):
                    taken.update(span)
                    start, end = tokens[span[0]].start, tokens[span[-1]].end
                    found.extend(Mention(kind, id_, start, end, score) for kind, id_ in sorted(names))
        for id_, first, last in self._loose.find(["" if i in taken else key for i, key in enumerate(mended)]):
            found.append(Mention("topic", id_, tokens[first].start, tokens[last - 1].end, _LOOSE))
        if not any(m.kind == "topic" for m in found):
            for span, ids in self._hints.matches(keys):
                found += [Mention("topic", id_, tokens[span[0]].start, tokens[span[-1]].end, _HINT) for id_ in sorted(ids)]
        places = {i for m in found for i in range(m.start, m.end)}
        for surname in self._surnames.find(folded):
            if places.isdisjoint(range(surname.start, surname.end)):
                found += [Mention("surname", id_, surname.start, surname.end, _HINT) for id_ in surname.people]
        return tuple(sorted(found, key=lambda m: (m.start, m.kind, m.id)))

    def _alike(self, span: range, names: set[tuple[str, str]], keys: list[str]) -> bool:
        """Whether a match by sound shares a character with the name, as a typing slip does."""
        written = {keys[i] for i in span}
        return any(written & self._characters[name] for name in names)

    def _mend(self, word: str) -> str:
        """The name's word that `word` most likely is, else `word`."""
        if len(word) < 5 or not word.isascii() or not word.isalpha() or word in self._words[len(word)] or word in self._plain:
            return word
        allowed = 2 if len(word) >= 8 else 1
        best = (allowed + 1, word)
        for length in range(len(word) - 1, len(word) + 2):
            for known in self._words.get(length, ()):
                if known[0] == word[0]:
                    best = min(best, (OSA.distance(word, known, score_cutoff=allowed), known))
        return best[1] if best[0] <= allowed else word


def _plain_words(pack: Pack) -> frozenset[str]:
    """Words that people use in questions: they are spelled right, though a name may have one like it (submit, summit)."""
    counts = Counter(stem(t.text) for c in pack.candidates for ask in c.asks.en for t in tokenize(fold(ask)))
    return frozenset(word for word, count in counts.items() if count >= 3)


def _aliases(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for topic in pack.topics.values():
        yield from (("topic", topic.id, alias) for alias in (topic.name.zh, topic.name.en, *topic.aliases))
    for kind, names in (("person", pack.names.people), ("body", pack.names.bodies), ("place", pack.names.places)):
        for id_, named in names.items():
            yield from ((kind, id_, alias) for alias in (named.zh, named.en, *named.aliases))
            if kind == "person":
                yield from ((kind, id_, alias) for alias in _ways_to_write(named))
    for fact in pack.facts.values():
        if fact.contact:
            values = (*fact.contact.emails, *(e.split("@")[0] for e in fact.contact.emails), *fact.contact.phones)
            yield from (("contact", fact.id, alias) for value in values for alias in (value, value.split("-")[-1]) if len(alias) >= 7)


def _within(span: range, other: range) -> bool:
    """Whether a span is a part of another, and not all of it."""
    return len(span) < len(other) and other.start <= span.start and span.stop <= other.stop


def _ways_to_write(person: Named) -> Iterable[str]:
    """`Ye Xiuwen` as people write it: the other way round, in one word, by the given name where that is long enough."""
    family, given = person.en.split(" ", 1)
    han = person.zh[1:] if len(person.zh) >= 3 else None
    return (f"{given} {family}", f"{family}{given}".lower(), *([given] if len(given) >= 5 else []), *([han] if han else []))


def _is_han(key: str) -> bool:
    return len(key) == 1 and not key.isascii()


def _as_heard(character: str) -> str:
    return f"~{sound(character)}"  # no Latin word is spelt so
