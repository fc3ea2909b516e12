"""Whatever is said in whatever order, on whatever day, delivered again or cut off by a crash: what is filed is complete and was
confirmed, what was confirmed is filed, and no form is stuck.
"""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from hypothesis import HealthCheck, strategies
from hypothesis import settings as trying
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from actions.forms.all import CASE_FORMS
from actions.forms.filing import Stage
from knowledge.reply import Kind
from knowledge.service import FORMS
from records import cases
from records.cases import CaseKind, CaseState
from records.errors import DatabaseUnavailable
from tests.conversations.visit import ALMOST, Visit

pytestmark = pytest.mark.model

EXAMPLES, STEPS = 10, 24
WISHES = {"file_booth": "我要申请一个展位", "file_eo": "我们公司想发布一个技术需求", "file_forum": "We would like to host a forum"}
ANSWERS = {
    "organisation": "Tidal Works Ltd",
    "country": "Ireland",
    "exhibits": "turbines",
    "zone": "不确定",
    "booth_kind": "光地",
    "size": "三四十平",
    "recruiting_desk": "不用",
    "contact_name": "Aoife Byrne",
    "phone": "+353 1 437 0000",
    "email": "aoife@tidal.example",
    "direction": "我们需要",
    "subject": "技术",
    "party": "单位",
    "title": "Tidal turbines",
    "field": "ocean energy",
    "description": "We look for blades that last",
    "organisation_kind": "企业",
    "degree": "PhD",
    "languages": "Irish and English",
    "post": "lecturer",
    "confidential": "保密",
    "host": "Tidal Works Ltd",
    "forum_kind": "seminar",
    "preferred_date": "April 15",
    "people": "一百二十人",
    "venue_wish": "a stage",
}
SAYINGS = """
取消 | cancel | 不要了 | 是 | yes | no | 不 | 好的 | ok | 继续 | go on | 上一步 | back | 跳过 | skip | 没有 | 重新开始 | 修改
change the phone number | 改一下公司名 | 电话改成13912345678 | make it 20 sqm | 同上 | same as before | 为什么要问这个？ | 看看我填了什么
1 | 2 | 3 | 9 | 先留着 | drop it | 先填完这个 | 接着填 | 确认提交 | 提交 | change something | 大会在哪里举办？ | thanks | 你好
what is the deadline for exhibitors? | 转人工 | I want a refund | 我的登记 | withdraw it | 补充 | 12 | a@b | 很大 | 🎉 | 4月31日 | 我们公司
不知道 | /restart | 13800138000 | 深圳大学，4月15日，100人，li@lei.cn | 删除我的数据
"""
ANYTHING = [*WISHES.values(), *(saying.strip() for line in SAYINGS.strip().splitlines() for saying in line.split("|"))]
YES = {"是", "yes", "好的", "ok", "确认提交", "提交", "1"}
"""What files, where it is said to a summary."""


class AnyOrder(RuleBasedStateMachine):
    """One visitor; see the module. assistant, given: the fixtures `assistant` and `settings`."""

    assistant = given = None

    @initialize()
    def arrive(self):
        self.loop = asyncio.new_event_loop()
        self.visit = self.run(self._visit())
        self.replies, self.known, self.number, self.last = [], {}, 0, ("", "")

    async def _visit(self):
        return Visit(self.assistant, self.given, dt.date(2023, 3, 1))

    def run(self, work):
        return self.loop.run_until_complete(asyncio.wait_for(work, 120))

    def hear(self, text):
        """Say something, and look at what comes of it."""
        confirming = bool(self.replies) and self.replies[-1].metadata.kind is Kind.CONFIRM and not self.lapsed()
        self.number += 1
        self.last = text, f"message-{self.number}"
        self.replies = self.run(self.visit.say(*self.last))
        self.look(filed=confirming and text in YES)

    def look(self, *, filed):
        """Compare the records with what was said; `filed`: a case is due."""
        now = {case.number: case for case in self.visit.cases()}
        new = set(now) - set(self.known)
        assert not any(reply.metadata.kind is Kind.ERROR for reply in self.replies), self.replies
        assert set(self.known) <= set(now)
        assert [
            number for number in self.known if now[number].details != self.known[number].details and not self.amended(now[number])
        ] == []
        assert len(new) == filed, (self.last, [reply.text for reply in self.replies])
        assert [cases.missing(now[number].details) for number in new] == [()] * len(new)
        told = [number for number in now if any(reply.metadata.kind is Kind.FILED and number in reply.text for reply in self.replies)]
        assert set(told) == new
        assert any(reply.metadata.kind is Kind.FILED for reply in self.replies) == filed
        self.known = now

    def amended(self, case):
        """Whether the visitor changed a case after it was filed."""
        with self.assistant.scribe.database.read() as session:
            return any(change.fields for change in cases.history(session, case.id)) or case.state is CaseState.WITHDRAWN

    def open(self):
        """The form under way."""
        return self.run(self.visit.filings()).open

    def lapsed(self):
        """Whether the visitor has been away for too long."""
        open_ = self.open()
        return open_ is not None and (self.visit.today - dt.date.fromisoformat(open_.day)).days > 7

    @rule(text=strategies.sampled_from(ANYTHING))
    def say_anything(self, text):
        self.hear(text)

    @rule(wish=strategies.sampled_from(sorted(WISHES)))
    def wish(self, wish):
        self.hear(WISHES[wish])

    @precondition(lambda self: not self.replies or self.replies[-1].metadata.form is None)
    @rule()
    def come_to_the_summary(self):
        self.hear(ALMOST)
        self.hear("skip")

    @precondition(lambda self: self.replies and self.replies[-1].metadata.kind is Kind.FORM)
    @rule(count=strategies.integers(1, 16))
    def answer(self, count):
        """Answer so many questions as they should be."""
        for _ in range(count):
            open_ = self.open()
            if open_ is None or open_.stage is not Stage.ASKING or not open_.field or self.lapsed():
                return
            self.hear(ANSWERS[open_.field])

    @precondition(lambda self: self.replies and self.replies[-1].buttons)
    @rule(data=strategies.data())
    def take_a_button(self, data):
        titles = [button.title for button in self.replies[-1].buttons]
        place = data.draw(strategies.integers(0, len(titles) - 1))
        confirming = self.replies[-1].metadata.kind is Kind.CONFIRM and place == 0 and not self.lapsed()
        self.number += 1
        self.last = titles[place], f"message-{self.number}"
        self.replies = self.run(self.visit.say(*self.last))
        self.look(filed=confirming)

    @precondition(lambda self: self.replies)
    @rule()
    def deliver_again(self):
        """The last message comes once more."""
        receipt, _ = self.run(self.visit.deliver(*self.last))
        self.run(self.visit.gateway.finish(120))
        assert not receipt.fresh
        assert set(self.known) == {case.number for case in self.visit.cases()}

    @precondition(lambda self: self.replies)
    @rule(
        text=strategies.sampled_from(["是", "yes", "取消", "Tidal Works Ltd", "大会在哪里举办？"]),
        where=strategies.sampled_from(["memory", "answer"]),
    )
    def crash(self, text, where):
        """The turn is cut off once: before the memory of it is kept, or before its answer is."""
        owner, name = (self.assistant._store, "save") if where == "memory" else (self.visit.gateway._turns, "_store")
        whole, broken = getattr(owner, name), []

        async def once(*arguments):
            if not broken:
                broken.append(True)
                raise DatabaseUnavailable("disk gone")
            return await whole(*arguments)

        setattr(owner, name, once)
        try:
            self.hear(text)
        finally:
            setattr(owner, name, whole)
        assert broken

    @rule(days=strategies.sampled_from([1, 3, 8]))
    def wait(self, days):
        self.visit.today += dt.timedelta(days=days)

    @rule()
    def end_it(self):
        """Wherever a form stands, "cancel" and "yes" end it."""
        self.hear("取消")
        self.hear("是")
        assert self.open() is None

    @invariant()
    def the_form_can_be_asked(self):
        if not self.replies:
            return
        open_ = self.open()
        if open_ is not None:
            form = CASE_FORMS[CaseKind(open_.form)]
            assert (open_.stage is Stage.LEAVING) == (open_.wished in FORMS)
            assert open_.field is None or open_.field in {field.name for field in form.fields}
            assert set(open_.values) <= {field.name for field in form.fields}

    def teardown(self):
        self.end_it()
        self.loop.run_until_complete(self.visit.gateway.finish(120))
        self.loop.close()


def test_whatever_is_said_in_whatever_order(assistant, settings, library, monkeypatch):
    monkeypatch.setattr(AnyOrder, "assistant", assistant)
    monkeypatch.setattr(AnyOrder, "given", settings)
    tries = trying(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=tries)
