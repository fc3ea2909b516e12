"""What Rasa keeps of a conversation. `sender` is the conversation's public id; the events are JSON text that nobody here reads,
but for the time of each (`timestamp`, seconds since 1970), which the purge goes by.
"""

from __future__ import annotations

import datetime as dt

from records.database import Session


def read(session: Session, sender: str) -> str | None:
    """The events, as they were written; None where there are none."""
    raise NotImplementedError


def write(session: Session, sender: str, events_json: str, now: dt.datetime) -> None:
    """Replace the events. Can be written with `begin(durable=False)`.

    Raises:
        NoSuchConversation: it was erased, perhaps while the turn ran; nothing of it is kept.
    """
    raise NotImplementedError


def delete(session: Session, sender: str) -> None:
    """Forget the events."""
    raise NotImplementedError


def senders(session: Session) -> list[str]:
    """Whose events are kept."""
    raise NotImplementedError
