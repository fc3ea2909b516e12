"""What was understood of a message, as a table for the terminal."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from knowledge.reply import Reply

_RANKED = 3


def table(parse: dict[str, Any], replies: Sequence[Reply], milliseconds: float) -> Table:
    """parse: what `Assistant.parse` gives. milliseconds: what the turn took."""
    grid = Table.grid(padding=(0, 2))
    for name, value in rows(parse, replies, milliseconds):
        grid.add_row(Text(name, style="cyan"), Text(value, style="dim"))
    return grid


def rows(parse: dict[str, Any], replies: Sequence[Reply], milliseconds: float) -> Iterator[tuple[str, str]]:
    """The lines of the table: a name and a value."""
    understood = parse.get("understanding", {})
    yield "language", _language(understood.get("language", {}))
    yield "intent", _ranking(parse.get("intent_ranking", ()))
    yield "linked", _mentions(understood.get("whole", {}))
    for clause in understood.get("clauses", ()):
        yield "clause", f"{clause['text']!r}: {_intents(clause['intents'])}; {_mentions(clause)}"
    for reply in replies:
        yield from _said(reply)
    yield "ms", f"{milliseconds:.1f}"


def _said(reply: Reply) -> Iterator[tuple[str, str]]:
    about = reply.metadata
    yield "kind", about.kind.value + (f", topic {about.topic}" if about.topic else "") + (f", form {about.form}" if about.form else "")
    confidence = "" if about.confidence is None else f" ({about.confidence:.2f})"
    yield "facts", (", ".join(about.facts) or "-") + confidence
    yield "sources", "; ".join(about.sources) or "-"


def _language(found: dict[str, Any]) -> str:
    notes = [name for name in ("traditional", "sure") if found.get(name)]
    return " ".join([f"{found.get('reply', '?')} (written in {found.get('spoken') or '?'})", *notes])


def _ranking(ranking: Sequence[dict[str, Any]]) -> str:
    return _intents({entry["name"]: entry["confidence"] for entry in ranking})


def _intents(chances: dict[str, float]) -> str:
    best = sorted(chances.items(), key=lambda item: -item[1])[:_RANKED]
    return ", ".join(f"{name} {chance:.2f}" for name, chance in best) or "-"


def _mentions(part: dict[str, Any]) -> str:
    return ", ".join(f"{kind} {name} ({score:g})" for kind, name, _, _, score in part.get("mentions", ())) or "-"
