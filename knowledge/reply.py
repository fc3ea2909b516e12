"""A reply: what is said, and what it is (the metadata of DESIGN: every bot message carries it)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any


class Kind(str, Enum):
    """What a reply does. `answer` is claimed only where the notice's facts answer the question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    FORM = "form"
    CONFIRM = "confirm"
    FILED = "filed"
    HANDOFF = "handoff"
    SMALLTALK = "smalltalk"
    FALLBACK = "fallback"
    ERROR = "error"


@dataclass(frozen=True)
class Button:
    """A choice that a visitor can tap or type: `title` is shown and stands for `payload` where a channel has no buttons."""

    title: str
    payload: str = ""


@dataclass(frozen=True)
class Metadata:
    """What a reply says of itself. sources: sections of the notice; form: the filing that it belongs to; dates: days to come
    that it tells, as {"start", "end", "title"} with ISO days.
    """

    kind: Kind
    language: str
    topic: str | None = None
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: float | None = None
    form: str | None = None
    error_id: str | None = None
    dates: tuple[dict[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON; what is not set is left out."""
        values = {**asdict(self), "kind": self.kind.value, "facts": list(self.facts), "sources": list(self.sources)}
        values["dates"] = list(self.dates) or None
        return {key: value for key, value in values.items() if value is not None}


@dataclass(frozen=True)
class Reply:
    """One message to a visitor."""

    text: str
    metadata: Metadata
    buttons: tuple[Button, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """As JSON, the form of `replay` and the web channel."""
        buttons = [{"title": button.title, "payload": button.payload} for button in self.buttons]
        return {"text": self.text, "buttons": buttons, "metadata": self.metadata.as_dict()}
