"""The privacy sentence: on channels that show no notice of their own it comes with the first reply of a conversation."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from connectors.gateway.channel import PRIVACY, TO_ALL
from connectors.gateway.texts import text, texts
from records import transcript
from records.database import Session
from records.turns import Draft


def with_notice(session: Session, conversation_id: int, drafts: Sequence[Draft], days: float | None) -> Sequence[Draft]:
    """The drafts of a reply; the sentence ends the last one where nothing was said in the conversation yet.

    It is stored with the reply, so it is given once, whatever crashes. With a reply to visitors of every language it is in all of
    them. days: that messages are kept, None for ever.
    """
    if not drafts or not transcript.is_silent(session, conversation_id):
        return drafts
    *others, last = drafts
    tags = tuple(texts()["privacy"]) if last.metadata.get(TO_ALL) else (last.language,)
    sentence = "\n".join(text("privacy_kept", tag) if days is None else text("privacy", tag, days=f"{days:g}") for tag in tags)
    noticed = dataclasses.replace(last, text=f"{last.text}\n\n{sentence}", metadata={**last.metadata, PRIVACY: True})
    return [*others, noticed]
