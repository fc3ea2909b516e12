"""What visitors are told of what staff do, as lines for the records, in the visitor's script."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from knowledge.handover import texts
from knowledge.text.folding import to_traditional
from knowledge.text.language import detect
from records.buttons import Choice
from records.handover.ending import BEST
from records.utterances import Line

_ACT = {"handover": "rate"}


def line(key: str, tag: str, **values: object) -> Line:
    """The text `key` of a hand-over. tag: `zh`, `zh-Hant` or `en`."""
    return _line(texts.text(key, spoken(tag), **values), tag)


def over(key: str, tag: str) -> Line:
    """`released` or `ended`, with the question what the visitor thinks of it."""
    titles = texts.texts()["ratings"][spoken(tag)]
    buttons = [Choice(_script(title, tag), {**_ACT, "value": value}) for value, title in reversed(list(enumerate(titles, 1)))]
    assert len(buttons) == BEST
    return _line("\n".join(texts.text(part, spoken(tag)) for part in (key, "rate")), tag, buttons)


def by_staff(text: str, tag: str, name: str) -> Line:
    """What a member of staff wrote, in the language that it is written in; where that does not show, in the visitor's. name: theirs."""
    found = detect(text)
    written = ("zh-Hant" if found.traditional else "zh") if found.reply == "zh" else "en"
    return Line(text, written if found.sure else tag, metadata={"kind": "staff", "name": name})


def _line(said: str, tag: str, buttons: Sequence[Choice] = ()) -> Line:
    metadata: Mapping[str, Any] = {"kind": "handoff", "language": spoken(tag)}
    return Line(_script(said, tag), tag, buttons, metadata)


def spoken(tag: str) -> str:
    """The language of a tag, `zh` or `en`."""
    return "en" if tag == "en" else "zh"


def _script(said: str, tag: str) -> str:
    return to_traditional(said) if tag == "zh-Hant" else said
