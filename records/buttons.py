"""Buttons: a client is given a token, what the button means stays here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Sequence

from records.database import Session


@dataclass(frozen=True)
class Choice:
    """A button to show. payload: what it means, as JSON; stays here, a token is shown in its place."""

    title: str
    payload: Any


def issue(session: Session, conversation_id: int, buttons: Sequence[Choice], now: dt.datetime) -> list[str]:
    """A token for each button, unguessable, 22 characters of [A-Za-z0-9_-]. `turns.answer` does it for the replies' buttons."""
    raise NotImplementedError


def take(session: Session, conversation_id: int, token: str) -> Choice:
    """What the button with this token means. A button can be taken again: messages, not buttons, have one effect.

    Raises:
        NoSuchButton: this conversation was shown no such button.
    """
    raise NotImplementedError
