"""Hand-over, whatever is done in whatever order: never two owners, never the bot's voice while staff have it, no message lost."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from records import conversations, handover, inbox, transcript, turns, visits
from records.errors import Conflict, NotFound
from records.models import Author, Direction, MessageState, Owner, Reason
from records.turns import Draft
from records.utterances import Line

START = dt.datetime(2023, 3, 1, tzinfo=dt.timezone.utc)
STAFF = st.sampled_from(["li", "wang", "chen"])
TALK = st.integers(0, 1)
PACE = {
    kind: settings(max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    for kind, examples in (("sqlite", 30), ("postgresql", 10))
}
LINE = Line("told", "en")


class Desk(RuleBasedStateMachine):
    """Visitors write, the bot answers, staff come and go with pages that may be long out of date."""

    database = None

    def __init__(self):
        super().__init__()
        with self.database.begin() as session:
            session.execute(text("DELETE FROM visitors"))
        self.now = START
        self.talks = [self.do(visits.open_conversation, "web", "main", f"visitor {n}", self.now) for n in range(2)]
        self.ids = [talk.id for talk in self.talks]
        self.written = {id_: [] for id_ in self.ids}
        self.seen = {}
        self.turns = {}
        self.spoken = 0

    def do(self, function, *arguments, **named):
        with self.database.begin() as session:
            return function(session, *arguments, **named)

    def tried(self, function, *arguments, **named):
        """What is done, or None where the records refuse."""
        try:
            return self.do(function, *arguments, **named)
        except (Conflict, NotFound):
            return None

    def owner(self, talk):
        return self.do(conversations.get, self.ids[talk])

    @rule(seconds=st.floats(1, 900))
    def time_passes(self, seconds):
        self.now += dt.timedelta(seconds=seconds)

    @rule(talk=TALK, words=st.sampled_from(["hello", "/restart", "重新开始", "restart"]))
    def a_visitor_writes(self, talk, words):
        written = self.written[self.ids[talk]]
        name = f"{talk}-{len(written)}"
        found = self.do(inbox.accept, self.ids[talk], name, words, None, self.now).message
        written.append((found.number, words))
        owner = self.owner(talk).owner
        assert found.state is (MessageState.ACCEPTED if owner is Owner.BOT else MessageState.PASSED)

    @rule(talk=TALK)
    def the_bot_begins(self, talk):
        turn = self.do(turns.claim_turn, "worker", self.now, 60.0, self.ids[talk])
        if turn:
            assert self.owner(talk).owner is Owner.BOT
            self.turns[talk] = turn

    @rule(talk=TALK, wish=st.booleans())
    def the_bot_answers(self, talk, wish):
        """It may have begun long ago, before staff came; the wish for a person goes in the same commit."""
        turn = self.turns.pop(talk, None)
        if turn is None:
            return
        was = self.owner(talk)

        def job(session):
            turns.answer(session, turn, [Draft("answer", "en", {})], None, self.now, deliver=False)
            if wish:
                handover.request(session, self.ids[talk], Reason.ASKED, self.now)

        try:
            self.do(job)
        except Conflict:
            return
        assert was.owner is Owner.BOT

    @rule(talk=TALK)
    def the_visitor_asks_for_a_person(self, talk):
        self.tried(handover.request, self.ids[talk], Reason.ASKED, self.now)

    @rule(talk=TALK)
    def the_visitor_thinks_better_of_it(self, talk):
        self.tried(handover.withdraw, self.ids[talk], self.now, LINE)

    @rule(talk=TALK, staff=STAFF)
    def staff_look(self, talk, staff):
        self.seen[staff, talk] = self.owner(talk).epoch

    @rule(talk=TALK, staff=STAFF)
    def staff_claim(self, talk, staff):
        was = self.owner(talk)
        got = self.tried(handover.claim, self.ids[talk], staff, self.now, LINE)
        assert (got is not None) == (was.owner is Owner.QUEUED or was.staff == staff)
        if got:
            self.seen[staff, talk] = self.owner(talk).epoch

    @rule(talk=TALK, staff=STAFF)
    def staff_take_over(self, talk, staff):
        if self.tried(handover.take, self.ids[talk], staff, self.seen.get((staff, talk), 0), self.now, LINE):
            self.seen[staff, talk] = self.owner(talk).epoch

    @rule(talk=TALK, staff=STAFF)
    def staff_send(self, talk, staff):
        was, epoch = self.owner(talk), self.seen.get((staff, talk), 0)
        self.spoken += 1
        sent = self.tried(handover.send, self.ids[talk], staff, epoch, Line("reply", "en"), f"key-{self.spoken}", self.now)
        assert (sent is not None) == (was.owner is Owner.STAFF and was.staff == staff and was.epoch == epoch)

    @rule(talk=TALK, staff=STAFF, to=st.sampled_from([None, "li", "wang"]))
    def staff_transfer(self, talk, staff, to):
        self.tried(handover.transfer, self.ids[talk], staff, self.seen.get((staff, talk), 0), to, self.now, LINE)

    @rule(talk=TALK, staff=STAFF, close=st.booleans())
    def staff_end_it(self, talk, staff, close):
        epoch = self.seen.get((staff, talk), 0)
        if close:
            self.tried(handover.close, self.ids[talk], staff, epoch, "settled", self.now, LINE)
        else:
            self.tried(handover.release, self.ids[talk], staff, epoch, self.now, LINE)

    @precondition(lambda self: self.now > START)
    @rule(seconds=st.sampled_from([0.0, 300.0]))
    def the_server_looks_round(self, seconds):
        for found in self.do(handover.unclaimed, self.now, seconds):
            self.do(handover.give_up, found, self.now, LINE)
        for found in self.do(handover.idle, self.now, seconds):
            self.do(handover.put_back, found, self.now, LINE)

    @invariant()
    def staff_are_named_where_they_have_it_and_one_hand_over_is_open_then(self):
        for id_ in self.ids:
            talk = self.do(conversations.get, id_)
            assert (talk.staff is not None) == (talk.owner is Owner.STAFF)
            found = [h for h in self.do(handover.history, id_) if h.ended_at is None]
            assert len(found) == (talk.owner in {Owner.QUEUED, Owner.STAFF})
            assert all(h.staff == talk.staff for h in found)

    @invariant()
    def nothing_that_was_written_is_lost(self):
        for id_ in self.ids:
            messages = self.do(transcript.transcript, id_)
            assert [m.number for m in messages] == list(range(1, len(messages) + 1))
            assert [(m.number, m.text) for m in messages if m.direction is Direction.IN] == self.written[id_]

    @invariant()
    def what_staff_are_to_read_has_no_answer_of_the_bot(self):
        for id_ in self.ids:
            messages = self.do(transcript.transcript, id_)
            passed = {m.number for m in messages if m.state is MessageState.PASSED}
            assert not any(m.reply_to in passed for m in messages if m.author is Author.BOT)


def test_the_hand_over_holds(database, kind):
    Desk.database = database
    run_state_machine_as_test(Desk, settings=PACE[kind])
