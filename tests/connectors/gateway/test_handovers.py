"""Hand-over on the visitor's side: asked for, told, waited for, thought better of, given up; and the bot silent meanwhile."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from connectors.gateway import Attendance, Gateway, Inbound, Limits, Thought
from connectors.gateway.rounds import Patience
from connectors.web.channel import WebChannel
from knowledge.handover.hours import read_hours
from knowledge.reply import Kind, Metadata, Reply
from records import cases, conversations, handover, presence, transcript, visits
from records.accounts import invitations, members
from records.cases import Handoff
from records.models import Author, MessageState, Outcome, Owner, Reason, Role
from records.utterances import Line

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


@pytest.fixture
def talk_at(library, scribe):
    """A conversation while the hours are these."""

    def make(hours="always", **of):
        attendance = Attendance(read_hours(hours, SHENZHEN), **of)
        return Talk(Gateway(Handing(), scribe, Limits(turn=1.0), lambda: TODAY, attendance=attendance), scribe)

    return make


@pytest.fixture
def talk(talk_at):
    """With somebody who is there."""
    found = talk_at()
    staff(found)
    return found


async def test_without_any_staff_all_is_as_it_was(talk_at):
    talk = talk_at()
    assert [m.text for m in await talk.say("human")] == ["heard: human"]
    assert talk.conversation.owner is Owner.BOT


async def test_who_asks_for_a_person_is_put_into_the_queue_and_told_so(talk):
    _, told = await talk.say("human")
    assert (told.author, told.language, [b["title"] for b in told.buttons], told.reply_to) == (
        Author.SYSTEM, "en", ["Go on with the assistant"], 1,
    )  # fmt: skip
    assert told.text == ("I have passed your conversation to our staff. You are next. Anything you add in the meantime will reach them.")
    found = talk.do(handover.current, talk.id)
    assert (found.reason, found.topic, talk.conversation.owner) == (Reason.ASKED, "forum", Owner.QUEUED)


async def test_what_only_a_person_can_settle_is_handed_over_too(talk):
    await talk.say("complain")
    assert talk.do(handover.current, talk.id).reason is Reason.SENSITIVE


async def test_two_failures_in_a_row_call_somebody_who_is_there(talk):
    await talk.say("what?")
    await talk.say("where is it?")
    await talk.say("what?")
    assert talk.conversation.owner is Owner.BOT
    await talk.say("what?")
    assert talk.do(handover.current, talk.id).reason is Reason.FAILURES


async def test_the_weather_calls_nobody(talk):
    for _ in range(3):
        await talk.say("rain")
    assert talk.conversation.owner is Owner.BOT


async def test_failures_call_nobody_who_is_not_there(talk_at):
    talk = talk_at()
    staff(talk, here=False)
    for _ in range(3):
        await talk.say("what?")
    assert talk.conversation.owner is Owner.BOT


@pytest.mark.parametrize("words", ["/restart", "重新开始", "human", "hello", "Go on with the assistant!"])
async def test_the_bot_is_silent_while_staff_have_it_whatever_is_written(talk, words):
    await talk.say("human")
    talk.do(handover.claim, talk.id, "li", now())
    assert await talk.say(words) == []
    assert (talk.last.text, talk.last.state) == (words, MessageState.PASSED)


async def test_a_button_of_earlier_has_no_effect_while_staff_have_it(talk):
    await talk.say("human")
    token = talk.last.buttons[0]["token"]
    talk.do(handover.claim, talk.id, "li", now(), Line("Li Wei is here.", "en"))
    assert await talk.say(button=token) == []
    assert talk.conversation.owner is Owner.STAFF


async def test_who_waits_is_told_once_a_minute_that_it_arrived(talk):
    await talk.say("human")
    assert await talk.say("it is about hall 3") == []
    with talk.scribe.database.begin() as session:
        session.exec_driver_sql("UPDATE messages SET at = '2023-01-01 00:00:00.000000'")
    (told,) = await talk.say("are you there?")
    assert (told.text, told.author) == ("Passed on to our staff. You are next.", Author.SYSTEM)


@pytest.mark.parametrize("how", ["tap", "number", "title"])
async def test_the_visitor_thinks_better_of_it_by_a_button_its_number_or_its_title(talk, how):
    await talk.say("human")
    title = "Go on with the assistant"
    (told,) = await (talk.tap(title) if how == "tap" else talk.say("1" if how == "number" else title))
    assert (told.text, talk.conversation.owner) == ("All right, I have cancelled that. Please go on asking.", Owner.BOT)
    assert [m.text for m in await talk.say("where is it?")] == ["heard: where is it?"]
    assert await talk.say("1") != []


async def test_out_of_hours_the_visitor_is_told_when_and_leaves_contact_details(talk_at):
    talk = talk_at("mon-fri 09:00-09:01")
    staff(talk, here=False)
    _, told = await talk.say("human")
    assert told.text.startswith("Our staff are away now; they are back ")
    assert talk.conversation.owner is Owner.BOT
    (asked,) = await talk.tap("Leave contact details")
    assert asked.text.startswith("Please write your name and a phone number")
    assert [m.text for m in await talk.say("where is it?")] == ["heard: where is it?"]
    (kept,) = await talk.say("Fang Wang, +86 138 0013 8000")
    assert kept.text == "Registered as HO-21-0001. Our staff will contact you at +86 138 0013 8000."
    (case,) = talk.do(cases.mine, talk.id)
    assert (case.details.contact_name, case.details.phone, case.details.reason) == ("Fang Wang", "+86 138 0013 8000", Reason.ASKED)
    assert "human" in case.details.words
    assert [m.text for m in await talk.say("Fang Wang, +86 138 0013 8000")] == ["heard: Fang Wang, +86 138 0013 8000"]


async def test_who_leaves_contact_details_while_waiting_completes_the_case_that_is_there(talk):
    await talk.say("human")
    filed = talk.do(
        cases.submit,
        talk.id,
        Handoff(Reason.ASKED, "human"),
        message_id="m",
        edition="21",
        language="en",
        late=False,
        after_end=False,
        now=now(),
    )
    (kept,) = await talk.say("my mail is ana@example.org")
    assert kept.text == f"Registered as {filed.number}. Our staff will contact you at ana@example.org."
    assert [(case.number, case.details.email) for case in talk.do(cases.mine, talk.id)] == [(filed.number, "ana@example.org")]
    assert talk.conversation.owner is Owner.QUEUED


async def test_who_is_there_out_of_hours_is_there(talk_at):
    talk = talk_at("never")
    staff(talk)
    await talk.say("human")
    assert talk.conversation.owner is Owner.QUEUED


async def test_when_nobody_comes_the_visitor_is_told_and_a_case_is_filed_once(talk_at):
    talk = talk_at(patience=0.0)
    staff(talk)
    await talk.say("human")
    patience: Patience = talk.gateway.patience
    for _ in range(2):
        await patience.round()
    assert talk.last.text == (
        "I'm sorry, nobody could answer in time (1 min). Your request is registered as HO-21-0001, and our staff will read this "
        "conversation. You can leave your contact details, or go on asking me."
    )
    assert (talk.conversation.owner, talk.do(handover.newest, talk.id).outcome) == (Owner.BOT, Outcome.UNCLAIMED)
    await talk.tap("Leave contact details")
    (kept,) = await talk.say("ana@example.org")
    assert kept.text == "Registered as HO-21-0001. Our staff will contact you at ana@example.org."
    assert [case.details.email for case in talk.do(cases.mine, talk.id)] == ["ana@example.org"]


async def test_staff_who_vanish_lose_it_to_the_queue_and_the_visitor_is_told(talk_at):
    talk = talk_at(idle=0.0)
    staff(talk)
    await talk.say("human")
    talk.do(handover.claim, talk.id, "li", now())
    await talk.gateway.patience.round()
    assert (talk.conversation.owner, talk.last.text) == (
        Owner.QUEUED,
        "The member of staff had to leave; we are finding you another. You are next. People lately waited less than a minute.",
    )


async def test_a_visitor_rates_and_comments_after_the_end(talk):
    from records.buttons import Choice

    await talk.say("human")
    talk.do(handover.claim, talk.id, "li", now())
    epoch = talk.conversation.epoch
    rating = [Choice("Good", {"handover": "rate", "value": 4})]
    talk.do(handover.release, talk.id, "li", epoch, now(), Line("How was it?", "en", rating))
    (told,) = await talk.tap("Good")
    assert told.text.startswith("Thank you.")
    (noted,) = await talk.say("Comment: quick and kind")
    assert noted.text == "Thank you, your comment is noted."
    found = talk.do(handover.newest, talk.id)
    assert (found.rating, found.comment) == (4, "quick and kind")
    assert [m.text for m in await talk.say("where is it?")] == ["heard: where is it?"]


async def test_who_writes_traditional_characters_is_told_in_them(talk):
    with talk.scribe.database.begin() as session:
        conversations.set_language(session, talk.id, "zh-Hant", chosen=True)
    _, told = await talk.say("human")
    assert (told.language, told.buttons[0]["title"]) == ("zh-Hant", "不等了，繼續問助手")


async def test_what_the_assistant_would_answer_is_said_to_staff_alone(talk_at):
    from connectors.gateway.rounds import Proposing
    from records import proposals

    class Adviser:
        async def propose(self, text, language, today):
            return None if "?" not in text else Reply(f"{language}: {text}", Metadata(Kind.ANSWER, language))

    talk = talk_at()
    staff(talk)
    await talk.say("human")
    talk.do(handover.claim, talk.id, "li", now())
    proposing = Proposing(talk.scribe, Adviser(), lambda: TODAY)
    for said, proposed in (("/until when?", "en: until when?"), ("hello", ""), ("/restart", "")):
        await talk.say(said)
        talk.do(proposals.ask, talk.id, "li", now())
        await proposing.round()
        assert talk.do(proposals.newest, talk.id).text == proposed
    assert talk.last.text == "/restart"
