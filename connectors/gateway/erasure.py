"""The wish to have one's data deleted, in words: known by its phrases (`erasure.yml`), asked back once, and done on yes.

What is pending is in the records: the question is the newest thing that was said in the conversation. So it survives a crash,
and anything else that is said drops it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from connectors.gateway.texts import titles
from knowledge.text.folding import fold
from knowledge.text.tokens import HAN
from records.models import Message

ASKS, ERASURE = "asks", "erasure"
"""Key and value in the metadata of the question."""
_LONGEST = 400
_SENTENCES, _CLAUSES = re.compile(r"[.!?;。！？；\n]+"), re.compile(r"[.!?;。！？；\n,，、:：]+")
_MARKS = re.compile(r"[^\w\s']+")
_BESIDE_HAN = re.compile(rf"(?<=[{HAN}]) +| +(?=[{HAN}])")
_WISH = ("whole", "whose_what", "verb", "whose", "what", "around")
_YES, _NO = ("agree", "decline", "courtesy", *_WISH), ("decline", "courtesy")


def warm_up() -> None:
    """Read the phrases, so that no visitor waits for them."""
    for names in (_WISH, _YES, _NO):
        _pattern(names)


def wished(text: str) -> bool:
    """Whether a sentence of a message, or a clause, is a wish to have one's data deleted."""
    parts = [*_SENTENCES.split(text), *_CLAUSES.split(text)]
    return len(text) <= _LONGEST and any(_is_wish(_phrases(part, _WISH)) for part in parts)


def agreed(text: str) -> bool:
    """Whether a message says yes to the question. The wish said once more doesn't: it may have been sent twice."""
    if _takes(0, text):
        return True
    phrases = _phrases(text, _YES)
    agrees = bool(phrases) and "agree" in phrases[0] and not any("decline" in lists for lists in phrases)
    return agrees and not wished(text)


def declined(text: str) -> bool:
    """Whether a message says no to the question."""
    return _takes(1, text) or any("decline" in lists for lists in _phrases(text, _NO))


def pending(last: Message | None, message: Message) -> bool:
    """Whether a message answers the question. last: the newest that was said in the conversation."""
    return last is not None and last.metadata.get(ASKS) == ERASURE and last.number < message.number


@lru_cache(maxsize=256)  # a message is compared with several lists
def plain(text: str) -> str:
    """A text as the phrases are compared with it: folded, without punctuation, and without blanks beside Chinese."""
    return _BESIDE_HAN.sub("", " ".join(_MARKS.sub(" ", fold(text)).split()))


def _is_wish(phrases: list[set[str]]) -> bool:
    found = set().union(*phrases)
    return "whole" in found or {"verb", "whose_what"} <= found or {"verb", "whose", "what"} <= found


def _takes(place: int, text: str) -> bool:
    return plain(text) in _taken_by(place)


@lru_cache(maxsize=None)
def _taken_by(place: int) -> frozenset[str]:
    """What takes a button of the question: its number, or its words in any language."""
    return frozenset({str(place + 1), *map(plain, titles("erase")[place])})


def _phrases(text: str, names: tuple[str, ...]) -> list[set[str]]:
    """The phrases of a text, each as the lists that it stands in; none where a part of the text stands in no list."""
    said, found = plain(text[:_LONGEST]), []
    pattern, lists = _pattern(names), _lists(names)
    at = 0
    while at < len(said):
        match = pattern.match(said, at)
        if match is None:
            return []
        found.append(lists[match[1]])
        at = match.end()
    return found


@lru_cache(maxsize=None)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the longest phrase; a Latin one is not the beginning of a longer word."""
    phrases = sorted(_lists(names), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, phrases))})(?![a-z0-9'](?<=[a-z0-9'][a-z0-9'])) *")


@lru_cache(maxsize=None)
def _lists(names: tuple[str, ...]) -> dict[str, set[str]]:
    """Phrase → the lists, of these names, that it stands in."""
    found: dict[str, set[str]] = {}
    for name in names:
        for phrase in _words()[name]:
            found.setdefault(phrase, set()).add(name)
    found.pop("", None)  # folding itself leaves it out
    return found


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    """Name of a list → its phrases in all languages."""
    read = yaml.safe_load((Path(__file__).parent / "erasure.yml").read_text(encoding="utf-8"))
    return {name: [plain(phrase) for phrases in entry.values() for phrase in phrases] for name, entry in read.items()}
