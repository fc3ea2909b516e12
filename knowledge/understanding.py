"""A message as it is understood: what the understanding hands to answering, free of Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from knowledge.linker import Mention
from knowledge.text.language import Language

ASK = "ask_"
OUT_OF_SCOPE, NEAR = "out_of_scope", "out_of_scope_near"
GAP = "gap"
_KIND = {"phone": "contact", "email": "contact"}


@dataclass(frozen=True)
class Part:
    """A clause, or the whole of a message. text: folded. intents: name → probability."""

    text: str
    mentions: tuple[Mention, ...]
    intents: Mapping[str, float]

    def chance(self, *kinds: str) -> float:
        """The probability that one of these kinds of question is asked."""
        return sum(self.intents.get(ASK + kind, 0.0) for kind in kinds)

    def kinds(self) -> dict[str, float]:
        """Kind of question → probability among the questions; `gap` is what the notice is silent about."""
        found: dict[str, float] = {}
        for intent, chance in self.intents.items():
            kind = GAP if intent == NEAR else _KIND.get(intent.removeprefix(ASK), intent.removeprefix(ASK))
            if intent == NEAR or intent.startswith(ASK):
                found[kind] = found.get(kind, 0.0) + chance
        total = sum(found.values())
        return {kind: chance / total for kind, chance in found.items()} if total else {}


@dataclass(frozen=True)
class Understanding:
    """A message. whole: all of it; clauses: its clauses, in order."""

    whole: Part
    clauses: tuple[Part, ...]
    language: Language

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "language": self.language._asdict(),
            "whole": _part(self.whole),
            "clauses": [_part(clause) for clause in self.clauses],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Understanding":
        """What `as_dict` gave."""
        clauses = tuple(_read_part(part) for part in data["clauses"])
        return cls(_read_part(data["whole"]), clauses, Language(**data["language"]))


def _part(part: Part) -> dict[str, Any]:
    return {"text": part.text, "mentions": [list(m) for m in part.mentions], "intents": dict(part.intents)}


def _read_part(data: Mapping[str, Any]) -> Part:
    return Part(data["text"], tuple(Mention(*m) for m in data["mentions"]), data["intents"])
