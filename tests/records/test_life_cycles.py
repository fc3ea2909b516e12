"""Whatever is done in whatever order: Hypothesis plays workers, staff and a clock, and a small model says what must hold."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from records import cases, conversations, inbox, outbox, transcript, turns, visits
from records.errors import Conflict, Incomplete, LeaseLost, NoSuchMove, Stale
from records.models import DeliveryState, Direction, MessageState, Owner
from records.turns import Draft, Understood

START = dt.datetime(2023, 3, 1, tzinfo=dt.timezone.utc)
LEASE = 60.0
PACE = {
    kind: settings(max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    for kind, examples in (("sqlite", 15), ("postgresql", 8))
}


class Play(RuleBasedStateMachine):
    """A database and a clock that the rules share."""

    database = None

    def __init__(self):
        super().__init__()
        with self.database.begin() as session:
            session.execute(text("DELETE FROM visitors"))
        self.now = START

    def do(self, function, *arguments, **named):
        with self.database.begin() as session:
            return function(session, *arguments, **named)

    @rule(seconds=st.floats(0, 2 * LEASE))
    def time_passes(self, seconds):
        self.now += dt.timedelta(seconds=seconds)


class Turns(Play):
    """Visitors write, workers claim and answer, staff take over. No message is lost, none is answered twice, all in order."""

    claimed = Bundle("claimed")

    def __init__(self):
        super().__init__()
        self.talks = [self.do(visits.open_conversation, "web", "main", f"visitor {n}", self.now) for n in range(2)]
        self.sent = {talk.id: {} for talk in self.talks}
        self.answers = {}

    def look(self):
        """The owner of each conversation, and what was said."""
        with self.database.read() as session:
            return [(conversations.get(session, talk.id).owner, transcript.transcript(session, talk.id)) for talk in self.talks]

    @rule(which=st.integers(0, 1), message=st.integers(0, 12))
    def a_message_comes_perhaps_again(self, which, message):
        talk = self.talks[which]
        accepted = self.do(inbox.accept, talk.id, f"{which}-{message}", "hello", None, self.now)
        assert accepted.fresh == (message not in self.sent[talk.id])
        assert self.sent[talk.id].setdefault(message, accepted.message.number) == accepted.message.number

    @rule(target=claimed, which=st.integers(0, 1) | st.none())
    def a_worker_claims(self, which):
        turn = self.do(turns.claim_turn, "worker", self.now, LEASE, None if which is None else self.talks[which].id)
        if turn is None:
            return multiple()
        assert turn.message.state is MessageState.ACCEPTED
        assert turn.conversation.owner is Owner.BOT
        return turn

    @rule(turn=claimed)
    def a_worker_answers(self, turn):
        try:
            self.do(turns.answer, turn, [Draft(f"to {turn.message.id}", "en", {})], Understood("en", "answer"), self.now)
        except Conflict:
            return
        assert turn.message.id not in self.answers, "answered twice"
        self.answers[turn.message.id] = turn.message

    @rule(turn=consumes(claimed))
    def a_worker_gives_back(self, turn):
        self.do(turns.release_turn, turn)

    @rule(which=st.integers(0, 1), to=st.sampled_from(Owner))
    def somebody_moves_the_conversation(self, which, to):
        talk = self.do(conversations.get, self.talks[which].id)
        try:
            self.do(conversations.move, talk.id, to, talk.epoch, self.now, "wang" if to is Owner.STAFF else None)
        except NoSuchMove:
            assert to not in conversations.MOVES[talk.owner]

    @invariant()
    def all_is_there_once_and_in_order(self):
        for talk, (_, said) in zip(self.talks, self.look()):
            assert [message.number for message in said] == list(range(1, len(said) + 1))
            asked = [message for message in said if message.direction is Direction.IN]
            assert [message.number for message in asked] == sorted(self.sent[talk.id].values())
            assert {m.id for m in asked if m.state is MessageState.ANSWERED} == {m.id for m in asked if m.id in self.answers}
            replied = [message.reply_to for message in said if message.direction is Direction.OUT]
            assert replied == sorted(set(replied)), "out of order, or twice"

    @invariant()
    def what_the_bot_does_not_own_does_not_wait_for_it(self):
        waiting = set(self.do(turns.unanswered))
        for talk, (owner, said) in zip(self.talks, self.look()):
            accepted = [message for message in said if message.state is MessageState.ACCEPTED]
            assert (talk.id in waiting) == bool(accepted)
            assert owner is Owner.BOT or not accepted

    def teardown(self):
        """However it went: once all leases are over, one worker answers all that waits."""
        self.now += dt.timedelta(seconds=LEASE)
        while turn := self.do(turns.claim_turn, "last", self.now, LEASE):
            self.a_worker_answers(turn)
        assert self.do(turns.unanswered) == []


class Outbox(Play):
    """Workers claim, send, fail, die; operators send again. What is sent stays sent, and tries are bounded."""

    claimed = Bundle("claimed")

    def __init__(self):
        super().__init__()
        self.known = {}
        talk = self.do(visits.open_conversation, "wechat", "main", "openid", self.now)
        for n in range(3):
            self.do(inbox.accept, talk.id, str(n), "hello", None, self.now)
            turn = self.do(turns.claim_turn, "worker", self.now, LEASE, talk.id)
            self.do(turns.answer, turn, [Draft("hello", "en", {})], None, self.now)
        self.resent = dict.fromkeys(self.states(), 0)

    def states(self):
        return {delivery.id: delivery for delivery in self.do(outbox.list_)}

    @rule(target=claimed)
    def a_worker_claims_what_is_due(self):
        due = self.do(outbox.due, self.now, 10)
        assert len(due) <= 1, "one a conversation"
        parcel = self.do(outbox.claim, due[0].id, "worker", self.now, LEASE) if due else None
        return multiple() if parcel is None else parcel

    @rule(parcel=claimed)
    def it_was_sent(self, parcel):
        self.tell(parcel, outbox.sent, parcel.delivery.id, self.now)

    @rule(parcel=claimed, wait=st.floats(0, 900))
    def it_failed(self, parcel, wait):
        self.tell(parcel, outbox.failed, parcel, "503", self.now + dt.timedelta(seconds=wait), self.now)

    @rule(parcel=claimed)
    def it_was_refused_for_good(self, parcel):
        self.tell(parcel, outbox.dead, parcel, "403", self.now)

    def tell(self, parcel, function, *arguments):
        before = self.states()[parcel.delivery.id]
        try:
            self.do(function, *arguments)
        except NoSuchMove:
            assert before.state in {DeliveryState.SENT, DeliveryState.DEAD}
        except LeaseLost:
            assert before.attempts != parcel.delivery.attempts

    @precondition(lambda self: any(delivery.state is DeliveryState.DEAD for delivery in self.known.values()))
    @rule()
    def an_operator_sends_again(self):
        (first, *_) = self.do(outbox.list_, DeliveryState.DEAD)
        self.do(outbox.resend, first.id, self.now)
        self.resent[first.id] += 1

    @invariant()
    def every_step_is_one_of_the_table(self):
        for delivery_id, now in self.states().items():
            before = self.known.get(delivery_id, now)
            assert not (before.state is DeliveryState.SENT and now.state is not DeliveryState.SENT)
            assert now.state is before.state or now.state in outbox.MOVES[before.state]
            assert before.attempts <= now.attempts <= before.attempts + 1
            assert now.attempts <= now.allowed <= outbox.MAX_ATTEMPTS * (1 + self.resent[delivery_id])
            self.known[delivery_id] = now

    def teardown(self):
        """However it went: it ends, with all sent or dead."""
        for _ in range(100):
            self.now += dt.timedelta(days=1)
            for delivery in self.do(outbox.due, self.now, 10):
                parcel = self.do(outbox.claim, delivery.id, "last", self.now, LEASE)
                if parcel:
                    self.do(outbox.failed, parcel, "503", self.now, self.now)
        assert {d.state for d in self.states().values()} <= {DeliveryState.SENT, DeliveryState.DEAD}


class Filing(Play):
    """A visitor drafts, says yes perhaps again, adds and withdraws; staff decide on what they saw. Nothing is filed twice or lost."""

    details = st.sampled_from(
        [
            cases.ForumProposal("host", "title", cases.ForumKind.SEMINAR, contact_name="Li", phone="+8613800138000"),
            cases.ForumProposal("host"),
            cases.Handoff(cases.HandoffReason.ASKED, "a person, please"),
        ]
    )

    def __init__(self):
        super().__init__()
        for table in ("case_counters", "case_tallies"):
            with self.database.begin() as session:
                session.execute(text(f"DELETE FROM {table}"))
        self.talk = self.do(visits.open_conversation, "web", "main", "visitor", self.now)
        self.filed, self.seen = {}, {}

    @rule(details=details)
    def the_visitor_answers_a_question(self, details):
        self.do(cases.keep_draft, self.talk.id, details, "en", self.now)

    @rule(kind=st.sampled_from(cases.CaseKind))
    def the_visitor_cancels(self, kind):
        self.do(cases.drop_draft, self.talk.id, kind)

    @rule(details=details, message=st.integers(0, 6))
    def the_visitor_says_yes_perhaps_again(self, details, message):
        values = {"edition": "21", "language": "en", "late": False, "after_end": False, "now": self.now}
        known = self.filed.get((message, cases.kind_of(details)))
        try:
            case = self.do(cases.submit, self.talk.id, details, message_id=f"m-{message}", **values)
        except Incomplete:
            assert cases.missing(details)
            assert known is None
            return
        assert known is None or known == case.number
        self.filed[message, case.kind] = case.number
        self.seen.setdefault(case.id, case)

    @precondition(lambda self: self.seen)
    @rule(which=st.integers(0, 20), to=st.sampled_from(cases.CaseState), look=st.booleans())
    def staff_move_a_case_on(self, which, to, look):
        case_id = sorted(self.seen)[which % len(self.seen)]
        now = self.do(cases.get, case_id)
        saw = now if look else self.seen[case_id]
        try:
            moved = self.do(cases.set_state, case_id, to, "wang", self.now, version=saw.version)
        except Stale:
            assert saw.version != now.version
        except NoSuchMove:
            assert to not in cases.MOVES[now.state]
        else:
            assert to in cases.MOVES[now.state]
            assert saw.version == now.version
            self.seen[case_id] = moved

    @precondition(lambda self: self.seen)
    @rule(which=st.integers(0, 20))
    def the_visitor_adds_something(self, which):
        case_id = sorted(self.seen)[which % len(self.seen)]
        before = self.do(cases.get, case_id)
        try:
            self.do(cases.add_information, case_id, "more", "visitor", self.now)
        except NoSuchMove:
            assert before.state in {cases.CaseState.DECLINED, cases.CaseState.WITHDRAWN}

    @invariant()
    def each_yes_is_one_whole_case_and_the_trail_tells_all(self):
        found = self.do(cases.mine, self.talk.id)
        assert sorted(case.number for case in found) == sorted(self.filed.values())
        counts = {kind: sorted(int(case.number[-4:]) for case in found if case.kind is kind) for kind in cases.CaseKind}
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in counts.values())
        for case in found:
            assert cases.missing(case.details) == ()
            trail = self.do(cases.history, case.id)
            assert [change.before for change in trail] == [None, *(change.after for change in trail[:-1])]
            assert trail[-1].after is case.state


@pytest.mark.parametrize("machine", [Turns, Outbox, Filing], ids=lambda machine: machine.__name__)
def test_nothing_is_lost_or_doubled_whatever_happens(database, kind, machine, monkeypatch):
    monkeypatch.setattr(Play, "database", database)
    run_state_machine_as_test(machine, settings=PACE[kind])
