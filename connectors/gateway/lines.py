"""What visitors are told of a hand-over, as lines for the records, with the buttons that belong to them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping, Sequence

from knowledge.handover import texts
from knowledge.text.folding import to_traditional
from records.buttons import Choice
from records.utterances import Line

ACT = "handover"
"""The key of a button's payload that is for the hand-over, not for the assistant: {"handover": act}."""
WITHDRAW, CONTACT, RATE = "withdraw", "contact", "rate"


def line(key: str, tag: str, *acts: str, **values: object) -> Line:
    """The text `key` of a hand-over. tag: `zh`, `zh-Hant` or `en`. acts: of its buttons."""
    return written(texts.text(key, spoken(tag), **values), tag, acts)


def waiting(key: str, tag: str, found: texts.Waiting, *acts: str) -> Line:
    """`queued`, `requeued` or `still_waiting`."""
    return written(found.said(key, spoken(tag)), tag, acts)


def closed(opening: dt.datetime | None, local: dt.datetime, tag: str) -> Line:
    """That staff are away, with the offer to leave contact details."""
    return written(texts.closed(opening, local, spoken(tag)), tag, (CONTACT,))


def spoken(tag: str) -> str:
    """The language of a tag, `zh` or `en`."""
    return "en" if tag == "en" else "zh"


def written(said: str, tag: str, acts: Sequence[str]) -> Line:
    """A line in the visitor's script."""
    buttons = [Choice(_script(texts.text(act, spoken(tag)), tag), {ACT: act}) for act in acts]
    metadata: Mapping[str, Any] = {"kind": "handoff", "language": spoken(tag)}
    return Line(_script(said, tag), tag, buttons, metadata)


def _script(said: str, tag: str) -> str:
    return to_traditional(said) if tag == "zh-Hant" else said
