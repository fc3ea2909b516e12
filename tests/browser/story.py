"""A morning at the desk: conversations, hand-overs, cases and reviews, for pages to show."""

from __future__ import annotations

import datetime as dt
import itertools

from desk import lines
from records import canned, cases, conversations, feedback, handover, inbox, notes, outbox, quotas, turns, visits
from records.cases import BoothKind, BoothRequest, CaseState, Handoff, HandoffReason
from records.models import Rating, Reason
from records.turns import Draft, Understood

DEADLINE_ZH = "参展报名（展位申请）的截止日期是2023年3月24日，逾期原则上不再受理。"
VENUE_EN = "The conference is held at the Shenzhen Convention and Exhibition Center: halls 1 to 6 and the meeting rooms on floors 5 and 6."
LOST_EN = "Your registration desk lost my passport copy!"
HELLO_ZH = "您好，我是陈华。请问贵单位是哪一家？需要多大的展位？"
HANDED_ZH = "好的，请联系组委会的工作人员。已为您登记，编号 HO-21-0001。"
QUESTIONS = [
    ("展位多少钱一个？", "fallback", "ask_fee", "booth", "zh"),
    ("标准展位的价格是多少", "fallback", "ask_fee", "booth", "zh"),
    ("一个展位多少钱", "fallback", "ask_fee", "booth", "zh"),
    ("Is there a shuttle bus from the airport?", "fallback", "out_of_scope_near", "conference", "en"),
    ("shuttle bus from the airport to the venue?", "fallback", "out_of_scope_near", "conference", "en"),
    ("停车场要收费吗", "fallback", "out_of_scope_near", "conference", "zh"),
    ("When is the deadline for a booth?", "answer", "ask_deadline", "booth", "en"),
    ("论坛怎么申报？", "answer", "ask_procedure", "forums", "zh"),
    ("有哪些招聘会", "answer", "ask_content", "recruitment", "zh"),
    ("Where is it?", "answer", "ask_venue", "conference", "en"),
    ("谢谢", "smalltalk", "thanks", "", "zh"),
    ("主办单位是谁", "answer", "ask_organiser", "conference", "zh"),
]


class Story:
    """Tells it into the records of a desk. do: runs a function of the records."""

    def __init__(self, do, now: dt.datetime) -> None:
        self.do, self.now, self.ids = do, now, itertools.count(1)

    def tell(self) -> None:
        """All of it; the conversation that is shown open is the first."""
        self.shown = self._with_chen()
        self.waiting = [self._waiting_zh(), self._waiting_en()]
        for number, (asked, kind, intent, topic, language) in enumerate(QUESTIONS * 3):
            answered = "通知里没有说明，请联系参展组。" if kind == "fallback" else "……"
            self._talk(f"q{number}", language, 60 + 97 * number, [(asked, answered, kind, intent, topic, 0.7 + number % 3 / 10)])
        self._rated()
        self._cases()
        self._canned()
        self._dead()

    def _talk(self, key, language, ago, turns_, channel="web"):
        at = self.now - dt.timedelta(minutes=ago)
        talk = self.do(visits.open_conversation, channel, "", key, at, language)
        for asked, answered, kind, intent, topic, sure in turns_:
            at += dt.timedelta(seconds=20)
            self.do(inbox.accept, talk.id, f"s{next(self.ids)}", asked, None, at)
            turn = self.do(turns.claim_turn, "story", at, 60.0, talk.id)
            sources = ["附件2 三（四）" if language == "zh" else "Annex 2, III(4)"] if kind == "answer" else []
            reply = Draft(answered, language, {"kind": kind, "topic": topic, "sources": sources})
            understood = Understood(language, kind, intent, topic, (f"{topic}.deadline",) if sources else (), sure, 11)
            self.do(turns.answer, turn, [reply], understood, at, deliver=channel != "web")
        return talk, at

    def _with_chen(self):
        said = [
            ("展位申请截止到什么时候？", DEADLINE_ZH, "answer", "ask_deadline", "booth", 0.97),
            ("我们错过了，还能申请吗？想找人问问", HANDED_ZH, "handoff", "want_person", "booth", 0.93),
        ]
        talk, at = self._talk("chen", "zh", 9, said, "wechat")
        self._deliver(at)
        self.do(handover.request, talk.id, Reason.ASKED, at, "booth")
        at += dt.timedelta(seconds=48)
        self.do(handover.claim, talk.id, "chen", at, lines.line("claimed", "zh", name="陈华"))
        epoch = self.do(conversations.get, talk.id).epoch
        at += dt.timedelta(seconds=30)
        line = lines.by_staff(HELLO_ZH, "zh", "陈华")
        self.do(handover.send, talk.id, "chen", epoch, line, "k1", at)
        self._deliver(at)
        at += dt.timedelta(seconds=70)
        self.do(inbox.accept, talk.id, f"s{next(self.ids)}", "深圳某某科技，想要两个标准展位，展工业机器人", None, at)
        self.do(quotas.written, talk.id, at)
        self.do(quotas.take, talk.id, 1, at)
        self.do(notes.add, talk.id, "li", "这家上届也参加过，展位在2号馆。", at)
        return talk

    def _deliver(self, at):
        while due := self.do(outbox.due, self.now, 10):
            for delivery in due:
                self.do(outbox.sent, delivery.id, at)

    def _waiting_zh(self):
        asked = "海归招聘会的报名表发哪个邮箱？填错了能改吗"
        talk, at = self._talk("wz", "zh", 4, [(asked, HANDED_ZH, "handoff", "want_person", "recruitment", 0.9)])
        self.do(handover.request, talk.id, Reason.ASKED, at, "recruitment")
        return talk

    def _waiting_en(self):
        said = [
            ("Where is it?", VENUE_EN, "answer", "ask_venue", "conference", 0.98),
            (LOST_EN, "This needs the committee's staff.", "handoff", "complaint", "conference", 0.88),
        ]
        talk, at = self._talk("we", "en", 2, said)
        self.do(handover.request, talk.id, Reason.SENSITIVE, at, "conference")
        return talk

    def _rated(self):
        wish = [("转人工", "好的", "handoff", "want_person", "booth", 0.9)]
        for number, (rating, outcome) in enumerate(((5, "settled"), (4, "referred"), (5, None), (2, "no_reply"))):
            talk, at = self._talk(f"r{number}", "zh" if number % 2 else "en", 300 + 200 * number, wish)
            self.do(handover.request, talk.id, Reason.ASKED, at, "booth")
            self.do(handover.claim, talk.id, "li", at + dt.timedelta(seconds=40 + 30 * number))
            epoch, end = self.do(conversations.get, talk.id).epoch, at + dt.timedelta(seconds=400 + 90 * number)
            if outcome:
                self.do(handover.close, talk.id, "li", epoch, outcome, end)
            else:
                self.do(handover.release, talk.id, "li", epoch, end)
            self.do(handover.rate, talk.id, rating, end)
            self.do(feedback.give, talk.id, 2, Rating.DOWN if rating < 3 else Rating.UP, "", end)

    def _cases(self):
        at = {"edition": "21", "language": "zh", "late": True, "after_end": False}
        booth = BoothRequest(
            organisation="深圳某某科技有限公司",
            country="中国",
            booth_kind=BoothKind.STANDARD,
            booths=2,
            exhibits="工业机器人、视觉检测设备",
            contact_name="王芳",
            phone="+86 138 0013 8000",
            email="wang@example.org",
        )
        place = self.shown.id
        hours = lambda number: self.now - dt.timedelta(hours=number)  # noqa: E731
        self.first = self.do(cases.submit, place, booth, message_id="c1", now=hours(20), **at)
        self.case = self.do(cases.submit, place, booth, message_id="c2", now=hours(3), **at)
        self.do(cases.set_state, self.case.id, CaseState.IN_REVIEW, "li", hours(2), version=None, reason="核对展位面积")
        self.do(cases.assign, self.case.id, "li", (self.now + dt.timedelta(days=2)).date(), "chen", hours(1), version=None)
        matter = Handoff(HandoffReason.SENSITIVE, LOST_EN, "conference", "Ana Silva", "", "ana@example.org")
        at |= {"language": "en", "late": False}
        self.do(cases.submit, self.waiting[1].id, matter, message_id="c3", now=hours(0.1), **at)

    def _canned(self):
        said = {
            "展位截止 · Booth deadline": ("展位申请3月24日截止，详见{website}。", "Booth applications close on 24 March, see {website}."),
            "问候 · Greeting": ("您好，我是{name}，请问有什么可以帮您？", "Hello, this is {name}. How can I help you?"),
            "请稍候 · One moment": ("请稍候，我为您查一下。", "One moment please, I will look it up."),
        }
        for name, (zh, en) in said.items():
            self.do(canned.save, None, name, zh, en, "wang", self.now - dt.timedelta(days=2))

    def _dead(self):
        said = [("大会什么时候开", "大会于2023年4月15日至16日举办。", "answer", "ask_time", "conference", 0.99)]
        self._talk("dead", "zh", 3000, said, "wechat")
        for delivery in self.do(outbox.due, self.now, 50):
            parcel = self.do(outbox.claim, delivery.id, "story", self.now, 60.0)
            self.do(outbox.dead, parcel, "45015: out of the reply window", self.now)
