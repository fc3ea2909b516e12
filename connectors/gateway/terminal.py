"""The channel of `ask`, `chat` and `replay`: who asks waits for the replies."""

from __future__ import annotations

import secrets

from connectors.gateway.channel import FetchingChannel, Inbound, Shows


class Terminal(FetchingChannel):
    """Replies are handed to the caller of `Gateway.handle`, who may be as quick as the assistant."""

    name = "terminal"
    limited = False
    shows = Shows(buttons=9)

    def parse(self, raw: tuple[str, str, str]) -> Inbound:
        """A message: whose conversation, what is said, and its id, "" for a new one."""
        conversation, text, message_id = raw
        return Inbound(message_id or secrets.token_hex(8), conversation, text=text)
