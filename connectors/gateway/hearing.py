"""A stored message as the assistant is to hear it: its words or its button's intent, and the language to answer in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping

from connectors.gateway import buttons
from connectors.gateway.brain import Heard
from connectors.gateway.cleaning import sanitize
from connectors.gateway.language import leaves, tag_of, written_in
from knowledge import library
from knowledge.service import Service
from records.models import Conversation, Message

TROUBLE, HINT, ATTACHMENT, NOTED = "trouble", "interface", "attachment", "noted"
"""Keys of what intake adds to the metadata of a message: why it is not for the assistant, the interface's language, what came with
it, and what its channel noted."""


@dataclass(frozen=True)
class Hearing:
    """heard: for the assistant. service: words in the language to answer in. trouble: why the assistant is not to hear it.

    tag: what the message itself is written in. left: the language that the visitor goes on in, where it is another one than
    was chosen at the interface.
    """

    heard: Heard
    service: Service
    trouble: str | None
    tag: str
    left: str | None

    @classmethod
    def of(cls, message: Message, conversation: Conversation, today: dt.date) -> "Hearing":
        """What is to be heard of a message."""
        meant: Mapping[str, Any] = message.payload or {}
        chosen = conversation.language if conversation.language_chosen else None
        interface = chosen or message.metadata.get(HINT) or conversation.language
        said = sanitize(_words(message, meant, interface or "en"))
        left = written_in(said) if chosen and not meant.get("intent") and leaves(said, chosen) else None
        chosen = None if left else chosen
        interface = chosen or message.metadata.get(HINT) or conversation.language
        heard = Heard(said, str(message.id), today, meant.get("intent"), meant.get("slots", {}), interface, bool(chosen), bool(meant))
        language = chosen or written_in(said or message.text, interface)
        service = Service(library.shared().index().pack, language, today)
        return cls(heard, service, message.metadata.get(TROUBLE), tag_of(said, language), left)

    @property
    def answer_tag(self) -> str:
        """The language to answer in: `zh`, `zh-Hant` to those who write traditional characters, or `en`."""
        language = self.service.language
        return self.tag if language == "zh" and self.tag == "zh-Hant" else language


def _words(message: Message, meant: Mapping[str, Any], interface: str) -> str:
    """What is said with a message: by itself, or by what it stands for."""
    if "text" in meant or not meant.get("intent"):
        return str(meant.get("text", message.text))
    return buttons.words(meant["intent"], tag_of(message.text, interface)) or message.text
