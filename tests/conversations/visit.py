"""A visitor at the terminal of the whole assistant, and what the records keep of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets

from actions.forms.filing import Filings
from bot.cli.runtime import gateway_to
from connectors.gateway import Inbound
from connectors.gateway.terminal import Terminal
from records import cases, transcript, visits
from records.cases import CaseKind

ALMOST = (
    "I want to book a booth: company is Tidal Works Ltd, based in Ireland, exhibits: turbines, raw space, 40 sqm, no recruiting desk, "
    "contact: Aoife Byrne, +353 1 437 0000, aoife@tidal.example"
)
"""A first message after which only the zone is open."""


class Visit:
    """today: the day it is, which may be changed."""

    def __init__(self, assistant, settings, today=None):
        self.assistant, self.settings, self.today = assistant, settings, today or settings.today
        self.key = f"visit-{secrets.token_hex(8)}"
        self.gateway = self.new_gateway()

    def new_gateway(self):
        """A gateway as a server process has one; the one before is as good as killed."""
        gateway = gateway_to(self.assistant, dataclasses.replace(self.settings, today=None, turn_timeout=120))
        gateway._turns._answering._today = lambda: self.today
        return gateway

    async def say(self, text, message_id=""):
        """The replies."""
        return await self.gateway.handle(self.key, text, message_id)

    async def deliver(self, text, message_id):
        """Hand a message over; what the records say of it, and how it will have been answered."""
        return await self.gateway.accept(Terminal(), Inbound(message_id, self.key, text=text))

    async def to_summary(self):
        """File all but the yes."""
        await self.say(ALMOST)
        (summary,) = await self.say("skip")
        assert summary.metadata.kind.value == "confirm"

    @property
    def place(self):
        """The public id of the conversation."""
        with self.assistant.scribe.database.begin() as session:
            return visits.open_conversation(session, "terminal", "", self.key, dt.datetime.now(dt.timezone.utc)).public_id

    def cases(self):
        """What was filed, the newest first; what was handed to a person is not counted."""
        place = self.place
        with self.assistant.scribe.database.read() as session:
            return [case for case in cases.mine(session, place) if case.kind is not CaseKind.HANDOFF]

    def told(self):
        """All texts of the conversation, the visitor's too."""
        place = self.place
        with self.assistant.scribe.database.read() as session:
            talk = visits.find(session, place)
            return [message.text for message in transcript.transcript(session, talk.id)]

    async def filings(self):
        """What is being filed, as the conversation keeps it."""
        tracker = await self.assistant._apart.run(self.assistant._store.retrieve(self.place))
        return Filings.from_dict(tracker.get_slot("filing") if tracker else None)
