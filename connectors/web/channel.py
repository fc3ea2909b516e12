"""The web channel as the gateway knows it: what a client sends, as a message."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from connectors.gateway import Inbound, Shows
from connectors.gateway.channel import FetchingChannel
from connectors.web.request import LANGUAGES, Fields, Refused

NAME = "web"


@dataclass(frozen=True)
class Sent:
    """A message as it was sent. conversation: of the token, None where there is none yet. language: that the browser prefers."""

    fields: Fields
    conversation: str | None
    language: str | None
    address: str


class WebChannel(FetchingChannel):
    """Chat on the website."""

    name = NAME
    shows = Shows(buttons=12)

    def parse(self, raw: Sent) -> Inbound:
        """See `Channel`; a message without a conversation begins one.

        Raises:
            Refused: 400, it is none.
        """
        text, button = raw.fields.text("text"), raw.fields.text("button")
        if (text is None) == (button is None):
            raise Refused(400, "text_missing", 'the object must have either "text" or "button"; send {"text": "..."}')
        return Inbound(
            id=raw.fields.id() or secrets.token_urlsafe(12),
            visitor="" if raw.conversation else new_key(),
            conversation=raw.conversation,
            text=text or "",
            button=button,
            language=raw.fields.one_of("language", LANGUAGES) or (None if raw.conversation else raw.language),
            address=raw.address,
        )


def new_key() -> str:
    """A visitor whom nobody can guess."""
    return secrets.token_urlsafe(18)
