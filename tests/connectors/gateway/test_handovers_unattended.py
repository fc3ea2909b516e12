"""Hand-over where nobody is there, nobody comes, or who was there is gone."""

from __future__ import annotations

from connectors.gateway.rounds import Patience
from records import cases, handover
from records.cases import Handoff
from records.models import Outcome, Owner, Reason
from tests.connectors.gateway.handing import now, staff


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
