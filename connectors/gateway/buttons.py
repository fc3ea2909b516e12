"""Buttons: what one stands for. Clients see a title and an opaque token; what it means stays in the records.

An action gives a button a title alone (tapping it says the title) or an intent, in Rasa's way of writing one:
`/want_person` or `/file_booth{"topic": "booth"}`. That way of writing never leaves this module.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Mapping

from connectors.gateway.texts import text, texts, written
from knowledge.reply import Button

logger = logging.getLogger(__name__)

ALLOWED = frozenset(
    {"affirm", "ask_content", "deny", "file_booth", "file_eo", "file_forum", "help", "speak_chinese", "speak_english", "want_person"}
)
"""The intents that a button, or a command of a channel, may stand for. Orders to the dialogue, such as restart, are none."""

_INTENT = re.compile(r"/(?P<intent>\w+)(?P<slots>\{.*\})?", re.S)


def meaning(button: Button) -> Mapping[str, Any]:
    """What a button stands for, as it is stored: {"text"}, or {"intent", "slots"}.

    One with an intent that is not allowed says its title: nothing that an action gives can become an order.
    """
    written = _INTENT.fullmatch(button.payload)
    if not written:
        return {"text": button.payload.lstrip("/") or button.title}
    try:
        slots = json.loads(written["slots"] or "{}")
    except ValueError:
        slots = None
    if written["intent"] not in ALLOWED or not isinstance(slots, dict):
        logger.error("a button may not stand for %r; it says its title", written["intent"])
        return {"text": button.title}
    return {"intent": written["intent"], "slots": slots}


def intent(name: str, words: str | None = None) -> Mapping[str, Any]:
    """What a message that stands for an allowed intent is stored as. words: those that are heard, where they are not the message's."""
    assert name in ALLOWED
    return {"intent": name, "slots": {}, **({"text": words} if words else {})}


def words(name: str, tag: str) -> str | None:
    """What is heard of a message that stands for an intent; None where that is what it says. tag: of the message's language."""
    wish = texts()["wishes"].get(name)
    return written(wish, tag) if wish else None


def about(topic: str, tag: str) -> Mapping[str, Any]:
    """What a message stands for that only names a topic: a link, a code at a booth. Put as a question, or a form takes it for an answer."""
    return intent("ask_content", text("about", tag, topic=topic))
