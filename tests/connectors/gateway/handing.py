"""An assistant that hands over, a visitor who talks to it, and staff."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from connectors.gateway import Inbound, Thought
from connectors.web.channel import WebChannel
from knowledge.reply import Kind, Metadata, Reply
from records import conversations, presence, transcript, visits
from records.accounts import invitations, members
from records.models import Role

TODAY = dt.date(2023, 3, 1)
PASSWORD = "a horse in the exhibition hall"
SHENZHEN = ZoneInfo("Asia/Shanghai")
SAID = {
    "human": ("handoff", "want_person"),
    "complain": ("handoff", "complaint"),
    "what?": ("fallback", "x"),
    "rain": ("fallback", "out_of_scope"),
}
"""The kind and the intent of what is answered."""


class Handing:
    """An assistant that hands over when a message says so."""

    def __init__(self):
        self.heard = []

    async def turn(self, conversation, heard):
        self.heard.append(heard.text)
        kind, intent = SAID.get(heard.text, ("answer", "ask_venue"))
        return Thought((Reply(f"heard: {heard.text}", Metadata(Kind(kind), "en", "forum")),), intent, 0.9)

    async def replies_to(self, conversation, message_id):
        return None


class Talk:
    """A visitor on the web, and a gateway with staff."""

    def __init__(self, gateway, scribe):
        self.gateway, self.scribe, self.channel, self.number = gateway, scribe, WebChannel(), 0
        gateway.add(self.channel)
        self.id = self.do(visits.open_conversation, "web", "", "visitor", now(), "en").id

    def do(self, function, *arguments, **named):
        with self.scribe.database.begin() as session:
            return function(session, *arguments, **named)

    async def say(self, text="", button=None):
        """What is said to it."""
        self.number += 1
        public = self.conversation.public_id
        receipt, answered = await self.gateway.accept(self.channel, Inbound(f"message-{self.number}", "", public, text, button))
        return (await answered).messages if receipt.turn or receipt.said else []

    async def tap(self, title):
        return await self.say(button=next(b["token"] for b in self.last.buttons if b["title"] == title))

    @property
    def conversation(self):
        return self.do(conversations.get, self.id)

    @property
    def last(self):
        return self.do(transcript.transcript, self.id)[-1]


def now():
    return dt.datetime.now(dt.timezone.utc)


def staff(talk, *, here=True):
    """Somebody who takes conversations."""
    li = talk.do(members.add, "li", "Li Wei", Role.AGENT, "cli", now())
    talk.do(invitations.accept, talk.do(invitations.invite, li, "cli", now()), PASSWORD, now())
    if here:
        talk.do(presence.seen, li.id, now())
