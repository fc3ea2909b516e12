"""What a conversation is about so far: what follow-ups inherit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Option:
    """A choice offered to the visitor: the title that is shown, and what choosing it asks for."""

    title: str
    topic: str
    kinds: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Context:
    """The state of a conversation that answering needs; kept between turns as JSON.

    topics: what the last answer was about. question: the last question, folded, topics masked. kinds: what was asked
    for, as kinds of question. facts: ids of the facts given last. options: what was offered last. turn: how many
    messages came before.
    """

    topics: tuple[str, ...] = ()
    question: str = ""
    kinds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    options: tuple[Option, ...] = field(default=())
    turn: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> "Context":
        """What `as_dict` gave; an empty context for None."""
        if not data:
            return cls()
        options = tuple(Option(o["title"], o["topic"], tuple(o["kinds"]), o["question"]) for o in data.get("options", ()))
        lists = {key: tuple(data.get(key, ())) for key in ("topics", "kinds", "facts")}
        return cls(question=data.get("question", ""), turn=data.get("turn", 0), options=options, **lists)
