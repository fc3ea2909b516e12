"""A form under way, as it is kept between messages: JSON in a slot of the conversation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Mapping

from actions.casework.pending import Pending


class Stage(str, Enum):
    """What the visitor is at.

    ASKING: answers the question for `Filing.field`. SUMMARY: looks at all of it; a yes files it. CHANGING: says what to change.
    DROPPING: was asked whether to drop it. LEAVING: wishes another form, and was asked what becomes of this one. BACK: has
    come back after some days, and was asked whether to go on.
    """

    ASKING = "asking"
    SUMMARY = "summary"
    CHANGING = "changing"
    DROPPING = "dropping"
    LEAVING = "leaving"
    BACK = "back"


@dataclass(frozen=True)
class Filing:
    """form: its name. day: ISO, of its last message. values: by field. field: what is asked for now.

    skipped: fields that the visitor leaves out. order: fields in the order in which they were filled. failures: answers in a row that
    could not be used. changing: a field of the summary is asked for anew. wished: the intent of LEAVING; wish: the message that had it.
    secret: what the link to the case ends with, the same however often the turn that files it is run.
    """

    form: str
    day: str
    values: Mapping[str, Any] = field(default_factory=dict)
    stage: Stage = Stage.ASKING
    field: str | None = None
    skipped: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    failures: int = 0
    changing: bool = False
    wished: str | None = None
    wish: str = ""
    secret: str = ""

    def with_values(self, values: Mapping[str, Any]) -> "Filing":
        """With some values more, or other ones."""
        order = (*(name for name in self.order if name not in values), *values)
        skipped = tuple(name for name in self.skipped if name not in values)
        return replace(self, values={**self.values, **values}, order=order, skipped=skipped, failures=0)

    def without(self, *names: str) -> "Filing":
        """As if these fields had not been answered."""
        values = {name: value for name, value in self.values.items() if name not in names}
        order, skipped = (tuple(name for name in kept if name not in names) for kept in (self.order, self.skipped))
        return replace(self, values=values, order=order, skipped=skipped)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        kept = asdict(self)
        return {**kept, "stage": self.stage.value, "skipped": list(self.skipped), "order": list(self.order)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Filing":
        """What `as_dict` gave."""
        lists = {"skipped": tuple(data["skipped"]), "order": tuple(data["order"]), "stage": Stage(data["stage"])}
        return cls(**{**data, **lists})


@dataclass(frozen=True)
class Filings:
    """All of a conversation's filing. open: the form under way. aside: those that were left for later, the newest last.

    shared: what was filed last, by the name of shared fields. pending: what was just asked about a case.
    """

    open: Filing | None = None
    aside: tuple[Filing, ...] = ()
    shared: Mapping[str, Any] = field(default_factory=dict)
    pending: Pending | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "open": self.open.as_dict() if self.open else None,
            "aside": [filing.as_dict() for filing in self.aside],
            "shared": dict(self.shared),
            "pending": self.pending.as_dict() if self.pending else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> "Filings":
        """What `as_dict` gave; an empty one for None."""
        if not data:
            return cls()
        opened = Filing.from_dict(data["open"]) if data["open"] else None
        pending = Pending.from_dict(data["pending"]) if data["pending"] else None
        return cls(opened, tuple(map(Filing.from_dict, data["aside"])), data["shared"], pending)
