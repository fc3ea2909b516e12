"""What comes of a message to a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Mapping

from actions.forms.filing import Filing


@dataclass(frozen=True)
class Line:
    """A sentence: the key of its text, and what is put in: for `field` the name of a field, for `fields` the values of some."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


class Then(str, Enum):
    """What is to be done about a form.

    ASK: what its stage asks for. FILE: file it. DROP: forget it. SET_ASIDE: keep it for later, and begin the form that is wished.
    REPLACE: forget it, and begin that form.
    """

    ASK = "ask"
    FILE = "file"
    DROP = "drop"
    SET_ASIDE = "set_aside"
    REPLACE = "replace"


@dataclass(frozen=True)
class Step:
    """filing: as it is now. lines: what is said first. then: what is done.

    quoted: the message was a value in the visitor's words, a name or a title, which tells nothing of the language to answer in.
    """

    filing: Filing
    lines: tuple[Line, ...] = ()
    then: Then = Then.ASK
    quoted: bool = False
