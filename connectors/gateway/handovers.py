"""Hand-over on the visitor's side: a wish becomes a place in the queue, and what the visitor does there has its effect.

Each function is run in the transaction of what it belongs to: the answer that hands over, the message that comes in. What is said is
stored there, as the system's, in the visitor's language.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping

from connectors.gateway import lines, wishes
from connectors.gateway.attendance import Attendance
from connectors.gateway.deposit import deposit
from knowledge.handover.contact import contact_in
from knowledge.handover.texts import Waiting, comment_in
from records import buttons, conversations, handover, questions, transcript, turns, utterances
from records.database import Session
from records.errors import NoSuchButton, NoSuchHandover
from records.models import Author, Handover, Message, Outcome, Owner, Reason
from records.turns import Turn, Understood
from records.utterances import Line

_REMIND_AFTER = dt.timedelta(seconds=60)
_FAILING_AGAIN = dt.timedelta(minutes=30)
_RATED_WITHIN = dt.timedelta(days=2)


class Handovers:
    """See the module."""

    def __init__(self, attendance: Attendance) -> None:
        self.attendance = attendance

    def answered(
        self, session: Session, turn: Turn, asked: Understood, form: str | None, now: dt.datetime, held: dt.datetime | None = None
    ) -> list[Message]:
        """What is said after an answer: where it hands over, or the assistant keeps failing, a person is asked for.

        held: until when the channel holds replies back (`Channel.held`).
        """
        if not self.attendance.is_there_a_desk(session):
            return []
        reason = wishes.reason_of(asked, form) or self._failing(session, turn.conversation.id, now)
        if reason is None:
            return []
        said = self._asked_for(session, turn.conversation.id, reason, asked.topic, now)
        conversation = conversations.lock(session, turn.conversation.id)
        return [utterances.say(session, conversation, Author.SYSTEM, said, now, turn.message.number, held)]

    def heard(self, session: Session, message: Message, now: dt.datetime, held: dt.datetime | None = None) -> list[Message]:
        """What is said to a message that was just stored, where it is for the hand-over and not for the assistant. held: as there."""
        if not self.attendance.is_there_a_desk(session):
            return []
        found = handover.newest(session, message.conversation_id)
        if found is None:
            return []
        said = self._act(session, found, message, now)
        if said is None:
            return []
        turns.settle(session, message)
        conversation = conversations.lock(session, message.conversation_id)
        return [utterances.say(session, conversation, Author.SYSTEM, said, now, message.number, held)]

    def nobody_came(self, session: Session, found: Handover, now: dt.datetime) -> None:
        """The visitor is told that nobody answered, the matter is left for staff as a case, and the assistant has it again."""
        if handover.give_up(session, found, now) is None:
            return
        tag = self.language(session, found.conversation_id)
        number = deposit(session, found, None, tag, self.attendance.local(now).date(), now)
        said = lines.line("unclaimed", tag, lines.CONTACT, minutes=round(self.attendance.patience / 60) or 1, number=number)
        utterances.say(session, conversations.lock(session, found.conversation_id), Author.SYSTEM, said, now)

    def left_alone(self, session: Session, found: Handover, now: dt.datetime) -> None:
        """A member of staff does nothing: the conversation waits for somebody else, and the visitor is told."""
        back = handover.put_back(session, found, now)
        if back is not None:
            said = self.tell_place(session, back, "requeued", now, lines.WITHDRAW)
            utterances.say(session, conversations.lock(session, found.conversation_id), Author.SYSTEM, said, now)

    def tell_place(self, session: Session, found: Handover, key: str, now: dt.datetime, *acts: str) -> Line:
        """The place in the queue in words. key: see `Waiting.said`."""
        here = self.attendance.here(session, now)
        wait = handover.usual_wait(session, now)
        waiting = Waiting(handover.place(session, found), wait, here, self.attendance.patience)
        return lines.waiting(key, self.language(session, found.conversation_id), waiting, *acts)

    def language(self, session: Session, conversation_id: int) -> str:
        """The tag of what the visitor reads."""
        return transcript.language(session, conversations.get(session, conversation_id))

    def _failing(self, session: Session, conversation_id: int, now: dt.datetime) -> Reason | None:
        """Only where somebody is there: nobody has asked, so nobody is told that staff are away."""
        if not wishes.keeps_failing(questions.newest(session, conversation_id, 2)) or not self.attendance.here(session, now):
            return None
        earlier = handover.newest(session, conversation_id)
        return None if earlier and earlier.ended_at and now - earlier.ended_at < _FAILING_AGAIN else Reason.FAILURES

    def _asked_for(self, session: Session, conversation_id: int, reason: Reason, topic: str, now: dt.datetime) -> Line:
        attendance, local = self.attendance, self.attendance.local(now)
        if attendance.hours.is_open(local) or attendance.here(session, now):
            found = handover.request(session, conversation_id, reason, now, topic)
            return self.tell_place(session, found, "queued", now, lines.WITHDRAW)
        handover.missed(session, conversation_id, reason, now, topic)
        return lines.closed(attendance.hours.next_opening(local), local, self.language(session, conversation_id))

    def _act(self, session: Session, found: Handover, message: Message, now: dt.datetime) -> Line | None:
        meant = self._meant(session, message)
        act, tag = meant.get(lines.ACT), self.language(session, found.conversation_id)
        if act == lines.WITHDRAW:
            return self._withdrawn(session, found, tag, now)
        if act == lines.CONTACT:
            handover.wants_contact(session, found.id, wants=True)
            return lines.line("ask_contact", tag)
        if act == lines.RATE:
            return self._rated(session, found, int(meant["value"]), tag, now)
        return None if meant else self._words(session, found, message, tag, now)

    def _words(self, session: Session, found: Handover, message: Message, tag: str, now: dt.datetime) -> Line | None:
        """What is written, where it is contact details or a comment that was asked for; who waits is told that it has arrived."""
        waits = conversations.get(session, found.conversation_id).owner is Owner.QUEUED
        contact = contact_in(message.text) if found.wants_contact or waits else None
        if contact:
            number = deposit(session, found, contact, tag, self.attendance.local(now).date(), now)
            handover.wants_contact(session, found.id, wants=False)
            return lines.line("contact_kept", tag, number=number, contact=contact.shown)
        comment = comment_in(message.text)
        if comment and found.rating and found.ended_at and now - found.ended_at < _RATED_WITHIN:
            handover.comment(session, found.conversation_id, comment)
            return lines.line("commented", tag)
        return self._reminded(session, found, message, now) if waits else None

    def _reminded(self, session: Session, found: Handover, message: Message, now: dt.datetime) -> Line | None:
        last = transcript.said_last(session, found.conversation_id, message.number)
        return self.tell_place(session, found, "still_waiting", now) if last is None or now - last.at > _REMIND_AFTER else None

    def _withdrawn(self, session: Session, found: Handover, tag: str, now: dt.datetime) -> Line | None:
        try:
            handover.withdraw(session, found.conversation_id, now)
        except NoSuchHandover:  # somebody has come, or it is over
            return None if found.ended_at is None else lines.line("withdrawn", tag)
        return lines.line("withdrawn", tag)

    def _rated(self, session: Session, found: Handover, rating: int, tag: str, now: dt.datetime) -> Line | None:
        if found.ended_at is None or found.outcome not in {Outcome.RELEASED, Outcome.CLOSED}:
            return None
        handover.rate(session, found.conversation_id, rating, now)
        return lines.line("rated", tag)

    def _meant(self, session: Session, message: Message) -> Mapping[str, Any]:
        """What a message stands for: its button's payload, also where the button's title or number was typed."""
        if message.payload is not None:
            return dict(message.payload)
        last = transcript.said_last(session, message.conversation_id, message.number)
        if last is None or last.author is not Author.SYSTEM:
            return {}
        said = message.text.strip()
        for number, button in enumerate(last.buttons, 1):
            if said in {str(number), button["title"]}:
                return _payload(session, message.conversation_id, button["token"])
        return {}


def _payload(session: Session, conversation_id: int, token: str) -> Mapping[str, Any]:
    try:
        return dict(buttons.take(session, conversation_id, token).payload)
    except NoSuchButton:  # purged by now
        return {}
