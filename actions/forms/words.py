"""How people say things to a form: the patterns of `words.yml`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator

import yaml

from knowledge.text.tokens import HAN

_LETTER = rf"(?-i:[^\W{HAN}])"  # case matters to no letter here, and to ignore it would take long to compile
_EDGE = rf"(?:(?<!{_LETTER})(?={_LETTER})|(?<={_LETTER})(?!{_LETTER}))"


def cue(name: str, folded: str) -> bool:
    """Whether a folded text says what `name` stands for, somewhere in it."""
    return any(pattern.search(folded) for pattern in _patterns("cues", name))


def wholly(name: str, folded: str) -> bool:
    """Whether a folded text says what `name` stands for, and nothing else."""
    return any(pattern.fullmatch(folded) for pattern in _patterns("commands", name))


def labelled(name: str, plain: str) -> Iterator[re.Match[str]]:
    """Where a text says a value of the field `name`; the value is the group `v`."""
    for pattern in _patterns("labels", name):
        yield from pattern.finditer(plain)


def changed_to(plain: str) -> re.Match[str] | None:
    """Where a text says what something is to be instead; the new value is the group `v`."""
    found = (pattern.search(plain) for pattern in _patterns("changes", "to"))
    return next((match for match in found if match), None)


def only_changes(plain: str) -> bool:
    """Whether a text, without its values, says nothing but that something is to be changed."""
    return _says_no_more("around", plain)


def only_introduces(plain: str) -> bool:
    """Whether a text, without its values, only leads to them ("about", "my phone is")."""
    return _says_no_more("asides", plain)


def _says_no_more(name: str, plain: str) -> bool:
    for pattern in _patterns("changes", name):
        plain = pattern.sub(" ", plain)
    return not any(character.isalnum() for character in plain)


def has_label(name: str) -> bool:
    """Whether values of the field `name` can be known by the words around them."""
    return name in _words()["labels"]


def lead(name: str, plain: str) -> str:
    """A text without the words that lead to a value of the field `name` ("our company is called …")."""
    for pattern in _patterns("leads", name) if name in _words()["leads"] else ():
        plain = pattern.sub("", plain, count=1)
    return plain.strip(" ,，.。:：;；!！")


def choices(name: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    """The options of a field that is chosen: key → how people say it."""
    return {key: _patterns("choices", name, key) for key in _words()["choices"][name]}


@lru_cache(maxsize=None)
def _patterns(*path: str) -> tuple[re.Pattern[str], ...]:
    found: Any = _words()
    for key in path:
        found = found[key]
    return tuple(re.compile(_expanded(pattern), re.I) for pattern in found)


def _expanded(pattern: str) -> str:
    """A pattern with the parts that are named in `parts` put in: `<please>`. A word also ends where Chinese begins."""
    whole = re.sub(r"(?<!\?P)<(\w+)>", lambda m: f"(?:{_words()['parts'][m[1]]})", pattern)
    return whole.replace(r"\b", _EDGE)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
    return loaded


def field_named(name: str, folded: str) -> bool:
    """Whether a folded text names the field `name`."""
    return any(pattern.search(folded) for pattern in _patterns("fields", name))
