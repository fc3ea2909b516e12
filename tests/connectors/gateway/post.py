"""A channel that is called, as the gateway's tests need one."""

from __future__ import annotations

from connectors.gateway import Channel, Inbound


class Post(Channel):
    """Keeps what it took. outcomes: what it raises for its next calls, None for nothing."""

    name = "post"
    notice = False

    def __init__(self):
        self.took, self.outcomes, self.tried = [], [], []

    def parse(self, raw):
        """A message of a visitor."""
        visitor, message_id, text = raw
        return Inbound(message_id, visitor, text=text)

    async def deliver(self, parcel):
        """Take it, or not."""
        self.tried.append(parcel.message.text)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome
        self.took.append((parcel.visitor_key, parcel.message.text))
