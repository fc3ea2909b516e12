"""Search in what was said: messages that have all words of a query, wherever in the text, in both languages alike.

What is looked through is a table of its own with nothing but folded words (`sought`): 200,000 messages are 41 MB, and a word that
none of them has takes about 80 ms. An index of n-grams was not worth its weight: SQLite's trigrams don't find words of two
characters, of which Chinese is full, and what is erased would stay in its segments.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Sequence

from sqlalchemy import and_, func, or_, select

from records.database import Session
from records.models import Message, messages, sought

_NOTE = sought.insert()
_MOST_TERMS, _LONGEST_TERM = 8, 100


@dataclass(frozen=True)
class Found:
    """message: the newest of its conversation that has the words. number: how many of the conversation do, of those looked at."""

    conversation_id: int
    message: Message
    number: int


def note(session: Session, message: Message) -> None:
    """Keep the words of a message that was stored (`transcript.add`)."""
    session.execute(_NOTE, {"message_id": message.id, "conversation_id": message.conversation_id, "words": folded(message.text)})


def folded(text: str) -> str:
    """A text as it is searched: width and case make no difference, and one blank is like many."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def find(session: Session, terms: Sequence[Sequence[str]], limit: int = 50, most: int = 1000) -> list[Found]:
    """The conversations with a message that has all the terms, the newest message first, at most `limit`.

    terms: for each what it may be written as, such as simplified and traditional. most: so many messages are looked at that fit.
    """
    conditions = [or_(*(_has(session, spelling) for spelling in term if spelling)) for term in terms[:_MOST_TERMS] if any(term)]
    if not conditions:
        return []
    fitting = select(sought.c.conversation_id, sought.c.message_id).where(and_(*conditions))
    hits: dict[int, list[int]] = {}
    for conversation_id, message_id in session.execute(fitting.order_by(sought.c.message_id.desc()).limit(most)):
        hits.setdefault(conversation_id, []).append(message_id)
    newest = dict(list(hits.items())[:limit])
    rows = session.execute(select(messages).where(messages.c.id.in_([ids[0] for ids in newest.values()])))
    found = {row.conversation_id: Message(*row) for row in rows}
    return [Found(conversation, found[conversation], len(ids)) for conversation, ids in newest.items()]


def _has(session: Session, spelling: str) -> Any:
    inside = func.strpos if session.dialect.name == "postgresql" else func.instr
    return inside(sought.c.words, folded(spelling)[:_LONGEST_TERM]) > 0
