"""What every reader does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Mapping, NamedTuple, Sequence

from actions.forms.said import Said
from knowledge.service import Service

Values = Mapping[str, Any]
"""Values of a form by the name of their field; JSON."""


class Found(NamedTuple):
    """A value that stands in a message, from `start` to `end` of `Said.plain`."""

    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Trouble:
    """An answer that cannot be used. key: of the text that says why, with an example."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Reader(ABC):
    """Reads one kind of value.

    strict: whether hardly anything but a value can be read as one, so that what cannot be read may be a question.
    anywhere: whether a value is taken out of any message, or unasked out of the first one alone. in_prose: whether also out of
    words that answer another question, such as a title or what is exhibited ("wines from Italy").
    """

    strict = True
    anywhere = True
    in_prose = True

    @abstractmethod
    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """The value that answers the question, or a Trouble."""

    def volunteered(self, said: Said) -> Found | None:  # noqa: ARG002 (for subclasses)
        """The value in a message that answers another question, or none; only what can hardly be anything else."""
        return None

    def options(self, values: Values, service: Service) -> Sequence[str]:  # noqa: ARG002 (for subclasses)
        """Titles of buttons, where choices are few."""
        return ()

    def shown(self, value: Any, service: Service) -> str:  # noqa: ARG002 (for subclasses)
        """The value as a visitor reads it."""
        return str(value)
