"""What the records hold of a Telegram chat."""

from __future__ import annotations

from records import transcript, visits
from tests.platforms.telegram.world import TOKEN

ACCOUNT = TOKEN.partition(":")[0]


def stored(scribe, key):
    """The messages of a visitor's conversation."""
    with scribe.database.read() as session:
        conversation = visits.known(session, "telegram", ACCOUNT, key)
        return transcript.transcript(session, conversation.id) if conversation else []
