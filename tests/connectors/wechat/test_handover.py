"""Staff and followers: what the queue and staff say reaches WeChat like any reply, and what a follower taps there has its effect."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from connectors.gateway import Attendance, Gateway, Limits, Thought
from connectors.wechat.mount import Mounted
from knowledge.handover.hours import read_hours
from knowledge.reply import Kind, Metadata, Reply
from records import conversations, handover, presence, visits
from records.accounts import invitations, members
from records.models import Owner, Role
from records.utterances import Line
from tests.connectors.wechat.conftest import TIMES, TODAY, World, credentials_of, serve
from tests.platforms.served import Served

PLACE = "I have passed your conversation to our staff. You are next. "


def now():
    return dt.datetime.now(dt.timezone.utc)


class Handing:
    """An assistant that hands over when asked for a human."""

    async def turn(self, conversation, heard):
        wish = heard.text == "a human, please"
        kind, intent = (Kind.HANDOFF, "want_person") if wish else (Kind.ANSWER, "ask_venue")
        return Thought((Reply(f"heard: {heard.text}", Metadata(kind, "en", "forum")),), intent, 0.9)

    async def replies_to(self, conversation, message_id):
        return None


class Staffed(World):
    """With somebody at the desk."""

    def do(self, function, *arguments, **named):
        """What a function of the records returns, in a transaction of its own."""
        with self.gateway.scribe.database.begin() as session:
            return function(session, *arguments, **named)

    def conversation(self, who):
        """A follower's, as it is now."""
        return self.do(conversations.get, self.do(visits.known, "wechat", self.platform.app_id, who.openid).id)

    def engage(self):
        """Somebody comes to the desk."""
        li = self.do(members.add, "li", "Li Wei", Role.AGENT, "cli", now())
        self.do(invitations.accept, self.do(invitations.invite, li, "cli", now()), "a horse in the exhibition hall", now())
        self.do(presence.seen, li.id, now())


@pytest.fixture
def staffed(platform, library, scribe):
    """A server and its platform, and staff."""
    attendance = Attendance(read_hours("always", ZoneInfo("Asia/Shanghai")))
    gateway = Gateway(Handing(), scribe, Limits(message=1000, turn=5.0), lambda: TODAY, attendance=attendance)
    with Served(serve(gateway, Mounted(gateway, credentials_of(platform, platform.api).account(), TIMES))) as server:
        platform.url = server.url
        world = Staffed(platform, gateway, server.url)
        world.engage()
        yield world


async def test_the_place_in_the_queue_comes_with_the_answer(staffed):
    who = staffed.platform.follower()
    await staffed.platform.say(who, "a human, please")
    await staffed.until(lambda: set(staffed.states()) == {"sent"})
    assert staffed.conversation(who).owner is Owner.QUEUED
    shown = "\n".join(text for _, text in who.shown)
    assert shown.index("heard: a human, please") < shown.index(PLACE)
    assert len(staffed.states()) == 2


@pytest.mark.parametrize("verified", [True, False])
async def test_who_thinks_better_of_it_is_answered_at_once(staffed, verified):
    staffed.platform.verified, who = verified, staffed.platform.follower()
    await staffed.platform.say(who, "a human, please")
    before = len(who.shown)
    await staffed.platform.say(who, "1")
    await staffed.until(lambda: set(staffed.states()) == {"sent"})
    assert staffed.conversation(who).owner is Owner.BOT
    assert who.shown[before:] == [("passive", "All right, I have cancelled that. Please go on asking.")]


async def test_what_staff_say_goes_out_and_the_assistant_is_silent(staffed):
    who = staffed.platform.follower()
    await staffed.platform.say(who, "a human, please")
    talk = staffed.conversation(who)
    staffed.do(handover.claim, talk.id, "li", now())
    await staffed.platform.say(who, "are you there?")
    talk = staffed.conversation(who)
    staffed.do(handover.send, talk.id, "li", talk.epoch, Line("Yes, I am.", "en"), "key", now())
    await staffed.until(lambda: ("service", "Yes, I am.") in who.shown)
    assert [text for _, text in who.shown if "are you there" in text] == []
