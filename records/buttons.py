"""Buttons: a client is given a token, what the button means stays here."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Sequence

from sqlalchemy import bindparam, select

from records.database import Session
from records.errors import NoSuchButton
from records.models import button_tokens

_TAKE = select(button_tokens.c.title, button_tokens.c.payload).where(
    button_tokens.c.token == bindparam("token"), button_tokens.c.conversation_id == bindparam("conversation_id")
)
_ISSUE = button_tokens.insert()


@dataclass(frozen=True)
class Choice:
    """A button to show. payload: what it means, as JSON; stays here, a token is shown in its place."""

    title: str
    payload: Any


def issue(session: Session, conversation_id: int, buttons: Sequence[Choice], now: dt.datetime) -> list[str]:
    """A token for each button, unguessable, 22 characters of [A-Za-z0-9_-]. `turns.answer` does it for the replies' buttons."""
    tokens = [secrets.token_urlsafe(16) for _ in buttons]
    shown = {"conversation_id": conversation_id, "at": now}
    if buttons:
        session.execute(_ISSUE, [{"token": t, "title": b.title, "payload": b.payload, **shown} for t, b in zip(tokens, buttons)])
    return tokens


def take(session: Session, conversation_id: int, token: str) -> Choice:
    """What the button with this token means. A button can be taken again: messages, not buttons, have one effect.

    Raises:
        NoSuchButton: this conversation was shown no such button.
    """
    row = session.execute(_TAKE, {"token": token, "conversation_id": conversation_id}).first()
    if row is None:
        raise NoSuchButton("This conversation was shown no such button.")
    return Choice(*row)
