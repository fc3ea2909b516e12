"""One thing that a form asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from actions.forms.readers.reader import Reader, Values


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True)
class Field:
    """name: of the value. reader: what reads it. optional: may be skipped. asked: whether it is asked for, given the values so far.

    shared: the same for whatever a visitor files, so that "same as before" has a meaning.
    """

    name: str
    reader: Reader
    optional: bool = False
    asked: Callable[[Values], bool] = _always
    shared: bool = False
