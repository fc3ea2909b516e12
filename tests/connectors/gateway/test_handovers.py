"""Hand-over on the visitor's side: asked for, told, thought better of, rated; and the bot silent meanwhile."""

from __future__ import annotations

import pytest

from knowledge.reply import Kind, Metadata, Reply
from records import conversations, handover
from records.models import Author, MessageState, Owner, Reason
from records.utterances import Line
from tests.connectors.gateway.handing import TODAY, now, staff


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
