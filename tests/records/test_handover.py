"""Hand-over: asked for, claimed by one, talked in, passed on, ended; and what the visitor is told with each step."""

from __future__ import annotations

import datetime as dt

import pytest

from records import audit, conversations, handover, notes, outbox, privacy, transcript
from records.errors import Claimed, Conflict, NoSuchHandover, NoSuchMove, NotOwner
from records.handover.tallying import HandoverTally
from records.models import Author, MessageState, Outcome, Owner, Reason
from records.utterances import Line

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)
SOMEBODY = Line("Li Wei is here.", "en", metadata={"kind": "handoff"})


@pytest.fixture
def queued(world):
    """A conversation that waits for somebody."""
    talk = world.visit()
    world.exchange(talk, "m-1", deliver=False)
    world.do(handover.request, talk.id, Reason.ASKED, NOW, "forum")
    return talk


@pytest.fixture
def claimed(world, queued):
    """A conversation that is with Li; with its epoch of then."""
    world.do(handover.claim, queued.id, "li", NOW + 60 * SECOND)
    return world.do(conversations.get, queued.id)


def said(world, talk):
    """Who said what."""
    return [(message.author, message.text) for message in world.do(transcript.transcript, talk.id)]


def test_a_conversation_is_asked_for_once_however_often(world, queued):
    first = world.do(handover.current, queued.id)
    assert world.do(handover.request, queued.id, Reason.SENSITIVE, NOW + SECOND) == first
    assert (first.reason, first.topic, first.channel, world.do(conversations.get, queued.id).owner) == (
        Reason.ASKED, "forum", "web", Owner.QUEUED,
    )  # fmt: skip


def test_of_many_who_claim_at_once_one_gets_it_and_the_others_learn_who(world, queued, at_once):
    def claim(number):
        try:
            return world.do(handover.claim, queued.id, f"agent {number}", NOW).staff
        except Claimed as refusal:
            return refusal.staff

    told = at_once(claim)
    owner = world.do(conversations.get, queued.id)
    assert set(told) == {owner.staff}
    assert owner.owner is Owner.STAFF


def test_what_is_claimed_by_its_owner_again_changes_nothing(world, claimed):
    before = world.do(handover.current, claimed.id)
    assert world.do(handover.claim, claimed.id, "li", NOW + 90 * SECOND, SOMEBODY) == before
    assert world.do(conversations.get, claimed.id) == claimed


def test_nobody_claims_what_nobody_asked_for(world):
    with pytest.raises(NoSuchHandover):
        world.do(handover.claim, world.visit().id, "li", NOW)


def test_the_visitor_is_told_in_the_same_commit(world, queued):
    world.do(handover.claim, queued.id, "li", NOW, SOMEBODY)
    assert said(world, queued)[-1] == (Author.SYSTEM, "Li Wei is here.")


def test_staff_and_visitor_talk_and_the_bot_gets_no_turn(world, claimed):
    world.say(claimed, "m-2", "hello?")
    sent = world.do(handover.send, claimed.id, "li", claimed.epoch, Line("Hello.", "en"), "key-1", NOW)
    world.say(claimed, "m-3", "/restart")
    assert world.claim(claimed) is None
    assert (sent.author, sent.number) == (Author.STAFF, 4)
    assert [m.state for m in world.do(transcript.messages_after, claimed.id, 2)] == [MessageState.PASSED, None, MessageState.PASSED]


def test_a_message_that_is_sent_twice_is_there_once(world, claimed):
    first, again = (world.do(handover.send, claimed.id, "li", claimed.epoch, Line("Hello.", "en"), "key-1", NOW) for _ in range(2))
    assert first == again
    assert said(world, claimed)[-1] == (Author.STAFF, "Hello.")
    assert len(said(world, claimed)) == 3


@pytest.mark.parametrize(("channel", "posted"), [("web", 0), ("wechat", 1)])
def test_a_message_is_put_into_the_outbox_where_the_channel_is_called(world, channel, posted):
    talk = world.visit(channel=channel)
    world.do(handover.take, talk.id, "li", 0, NOW)
    world.do(handover.send, talk.id, "li", 2, Line("Hello.", "en"), "key-1", NOW)
    assert len(world.do(outbox.due, NOW, 10)) == posted


@pytest.mark.parametrize(("staff", "ahead"), [("wang", 0), ("li", 1), ("li", -1)])
def test_nobody_sends_in_what_is_not_theirs_or_has_moved(world, claimed, staff, ahead):
    with pytest.raises(NotOwner):
        world.do(handover.send, claimed.id, staff, claimed.epoch + ahead, Line("Hello.", "en"), "key-1", NOW)
    assert len(said(world, claimed)) == 2


def test_a_colleague_gets_it_by_transfer_and_the_first_one_is_out(world, claimed):
    found = world.do(handover.transfer, claimed.id, "li", claimed.epoch, "wang", NOW + 90 * SECOND, SOMEBODY)
    assert (found.staff, found.waited) == ("wang", 60.0)
    with pytest.raises(Claimed, match="wang"):
        world.do(handover.send, claimed.id, "li", claimed.epoch, Line("Hello.", "en"), "key-1", NOW)


def test_put_back_into_the_queue_it_waits_from_then_on(world, claimed):
    found = world.do(handover.transfer, claimed.id, "li", claimed.epoch, None, NOW + 90 * SECOND)
    assert (found.staff, found.claimed_at, found.waiting_since) == (None, None, NOW + 90 * SECOND)
    assert world.do(conversations.get, claimed.id).owner is Owner.QUEUED


def test_a_lead_takes_over_what_a_colleague_has(world, claimed):
    world.do(handover.take, claimed.id, "chen", claimed.epoch, NOW)
    assert world.do(conversations.get, claimed.id).staff == "chen"
    with pytest.raises(NotOwner):
        world.do(handover.take, claimed.id, "zhao", claimed.epoch, NOW)


def test_staff_take_what_the_bot_has_by_their_own_decision(world):
    talk = world.visit()
    found = world.do(handover.take, talk.id, "li", talk.epoch, NOW)
    assert (found.reason, found.waited, world.do(conversations.get, talk.id).owner) == (Reason.STAFF, 0.0, Owner.STAFF)


def test_released_it_is_the_bots_again(world, claimed):
    found = world.do(handover.release, claimed.id, "li", claimed.epoch, NOW + 99 * SECOND, Line("The assistant is back.", "en"))
    assert (found.outcome, found.ended_at) == (Outcome.RELEASED, NOW + 99 * SECOND)
    world.say(claimed, "m-2")
    assert world.claim(claimed) is not None
    with pytest.raises(NoSuchHandover):
        world.do(handover.current, claimed.id)


def test_closed_it_is_opened_again_by_the_visitor(world, claimed):
    world.do(handover.close, claimed.id, "li", claimed.epoch, "settled", NOW)
    assert world.do(conversations.get, claimed.id).owner is Owner.CLOSED
    with pytest.raises(NoSuchMove):
        world.do(handover.take, claimed.id, "li", claimed.epoch + 1, NOW)
    world.say(claimed, "m-2")
    assert world.do(conversations.get, claimed.id).owner is Owner.BOT


def test_the_visitor_thinks_better_of_it(world, queued):
    assert world.do(handover.withdraw, queued.id, NOW).outcome is Outcome.WITHDRAWN
    with pytest.raises(NoSuchHandover):
        world.do(handover.withdraw, queued.id, NOW)


def test_the_one_who_waits_longest_is_first(world):
    talks = [world.visit(f"visitor {number}") for number in range(3)]
    for number, talk in enumerate(talks):
        world.do(handover.request, talk.id, Reason.ASKED, NOW + number * SECOND)
    places = lambda: [world.do(handover.place, world.do(handover.current, talk.id)) for talk in talks[1:]]  # noqa: E731
    assert places() == [2, 3]
    world.do(handover.claim, talks[0].id, "li", NOW)
    assert places() == [1, 2]


def test_the_usual_wait_is_measured_and_unknown_at_first(world):
    assert world.do(handover.usual_wait, NOW) is None
    for number, seconds in enumerate((10, 20, 900)):
        talk = world.visit(f"visitor {number}")
        world.do(handover.request, talk.id, Reason.ASKED, NOW)
        world.do(handover.claim, talk.id, "li", NOW + seconds * SECOND)
    assert world.do(handover.usual_wait, NOW + 1000 * SECOND) == 20.0
    assert world.do(handover.usual_wait, NOW + dt.timedelta(days=8)) is None


def test_what_nobody_claims_is_given_up_once(world, queued):
    assert world.do(handover.unclaimed, NOW + 600 * SECOND, 600) == []
    (found,) = world.do(handover.unclaimed, NOW + 601 * SECOND, 600)
    assert world.do(handover.give_up, found, NOW, SOMEBODY).outcome is Outcome.UNCLAIMED
    assert world.do(handover.give_up, found, NOW, SOMEBODY) is None
    assert len(said(world, queued)) == 3


def test_what_is_claimed_in_the_last_moment_is_not_given_up(world, queued):
    (found,) = world.do(handover.unclaimed, NOW + 601 * SECOND, 600)
    world.do(handover.claim, queued.id, "li", NOW)
    assert world.do(handover.give_up, found, NOW) is None
    assert world.do(conversations.get, queued.id).staff == "li"


def test_who_leaves_a_visitor_without_an_answer_loses_the_conversation(world, claimed):
    world.say(claimed, "m-2", "hello?", NOW + 70 * SECOND)
    assert world.do(handover.idle, NOW + 600 * SECOND, 600) == []
    (found,) = world.do(handover.idle, NOW + 661 * SECOND, 600)
    assert world.do(handover.put_back, found, NOW + 661 * SECOND, SOMEBODY).staff is None
    assert world.do(handover.put_back, found, NOW + 661 * SECOND, SOMEBODY) is None
    assert (world.do(conversations.get, claimed.id).owner, said(world, claimed)[-1]) == (Owner.QUEUED, (Author.SYSTEM, "Li Wei is here."))


def test_who_is_at_it_keeps_a_conversation_in_which_the_visitor_is_silent(world, claimed):
    from records import presence

    world.do(handover.send, claimed.id, "li", claimed.epoch, Line("Hello.", "en"), "key-1", NOW + 60 * SECOND)
    world.do(presence.say, claimed.id, "li", typing=False, now=NOW + 700 * SECOND)
    assert world.do(handover.idle, NOW + 710 * SECOND, 600) == []
    assert len(world.do(handover.idle, NOW + 1400 * SECOND, 600)) == 1


def test_who_closes_the_page_loses_it_only_after_the_set_time(world, claimed):
    from records import presence

    world.do(handover.send, claimed.id, "li", claimed.epoch, Line("Hello.", "en"), "key-1", NOW + 60 * SECOND)
    world.do(presence.say, claimed.id, "li", typing=True, now=NOW + 690 * SECOND)
    world.do(presence.leave, claimed.id, "li", NOW + 700 * SECOND)
    assert world.do(presence.at, [claimed.id], NOW + 700 * SECOND) == {}
    assert world.do(handover.idle, NOW + 710 * SECOND, 600) == []
    assert len(world.do(handover.idle, NOW + 1400 * SECOND, 600)) == 1


def test_out_of_hours_the_bot_keeps_it_and_the_wish_is_known(world):
    talk = world.visit()
    found = world.do(handover.missed, talk.id, Reason.ASKED, NOW)
    assert (found.outcome, world.do(conversations.get, talk.id)) == (Outcome.OUT_OF_HOURS, talk)
    assert world.do(handover.newest, talk.id) == found


def test_a_visitor_rates_what_is_over(world, claimed):
    with pytest.raises(NoSuchHandover):
        world.do(handover.rate, claimed.id, 5, NOW)
    world.do(handover.release, claimed.id, "li", claimed.epoch, NOW)
    for rating in (1, 4):
        world.do(handover.rate, claimed.id, rating, NOW)
    world.do(handover.comment, claimed.id, "quick")
    found = world.do(handover.newest, claimed.id)
    assert (found.rating, found.comment) == (4, "quick")
    with pytest.raises(ValueError, match="6"):
        world.do(handover.rate, claimed.id, 6, NOW)


def test_all_is_audited_without_a_word_of_what_was_said(world, claimed):
    world.do(handover.send, claimed.id, "li", claimed.epoch, Line("secret words", "en"), "key-1", NOW)
    world.do(notes.add, claimed.id, "li", "secret note", NOW)
    world.do(handover.close, claimed.id, "li", claimed.epoch, "settled", NOW)
    lines = world.do(audit.lines, conversation_id=claimed.id)
    assert [(line.staff, line.action, line.detail) for line in lines] == [
        ("li", "closed", {"reason": "settled"}),
        ("li", "noted", {}),
        ("li", "sent", {"message": 3}),
        ("li", "claimed", {}),
        ("", "requested", {"reason": "asked"}),
    ]


def test_what_is_not_over_is_counted_too(world, queued):
    assert [(t.reason, t.outcome, t.number, t.claimed) for t in world.do(handover.statistics, NOW.date(), NOW.date())] == [
        ("asked", "", 1, 0)
    ]


def test_figures_are_the_same_after_an_erasure(world, claimed):
    world.do(handover.release, claimed.id, "li", claimed.epoch, NOW + 120 * SECOND)
    world.do(handover.rate, claimed.id, 4, NOW)
    figures = lambda: world.do(handover.statistics, NOW.date(), NOW.date())  # noqa: E731
    before = figures()
    assert [(t.reason, t.outcome, t.number, t.claimed, t.waited, round(t.handled), t.rated, t.rating) for t in before] == [
        ("asked", "released", 1, 1, 60.0, 60, 1, 4)
    ]
    world.do(privacy.erase, claimed.visitor_id)
    assert [(*vars(t).values(),)[:7] for t in figures()] == [(*vars(t).values(),)[:7] for t in before]
    assert isinstance(before[0], HandoverTally)


def test_the_purge_takes_notes_and_comments_and_counts_what_it_deletes(world, claimed):
    world.do(notes.add, claimed.id, "li", "calls back", NOW)
    world.do(handover.release, claimed.id, "li", claimed.epoch, NOW)
    world.do(handover.rate, claimed.id, 4, NOW)
    world.do(handover.comment, claimed.id, "quick")
    world.say(claimed, "m-9", "later", NOW + dt.timedelta(days=80))
    world.do(privacy.purge, NOW + dt.timedelta(days=91), 90)
    assert (world.do(notes.of, claimed.id), world.do(handover.newest, claimed.id).comment) == ([], "")
    before = world.do(handover.statistics, NOW.date(), NOW.date())
    world.answer(world.claim(claimed), now=NOW + dt.timedelta(days=80), deliver=False)
    world.do(privacy.purge, NOW + dt.timedelta(days=200), 90)
    assert world.rows("conversations") == 0
    assert world.do(handover.statistics, NOW.date(), NOW.date()) == before


def test_an_export_has_notes_and_hand_overs(world, claimed):
    world.do(notes.add, claimed.id, "li", "calls back", NOW)
    found = world.do(privacy.export, claimed.visitor_id)
    assert [note["text"] for note in found["notes"]] == ["calls back"]
    assert [one["reason"] for one in found["handovers"]] == ["asked"]
    assert "sought" not in found


def test_errors_of_the_life_cycle_are_conflicts():
    assert issubclass(Claimed, Conflict)
