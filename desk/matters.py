"""What a case and its conversation have to do with each other: words about a case, and a hand-over's matter that is settled with it."""

from __future__ import annotations

import datetime as dt

from desk import lines
from desk.place import Desk
from records import audit, cases, conversations, transcript, utterances
from records.cases import Case, CaseKind, CaseState, Handoff, HandoffReason
from records.database import Session
from records.errors import NoSuchMove
from records.models import Author, Member

_WAITING = (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION)
_SAME = dt.timedelta(days=1)


def tell(session: Session, case: Case, words: str, member: Member, now: dt.datetime) -> None:
    """Say something to the visitor about a case, whoever has the conversation."""
    conversation = conversations.lock(session, case.conversation_id)
    line = lines.by_staff(f"{case.number}: {words}", transcript.language(session, conversation), member.name)
    utterances.say(session, conversation, Author.STAFF, line, now)
    audit.note(session, member.login, "wrote about a case", now, conversation.id, case=case.number)


def file(session: Session, desk: Desk, conversation_id: int, words: str, topic: str, key: str, member: Member, now: dt.datetime) -> Case:
    """A case that staff make of a conversation. key: unique to it; the same again is the case that is there."""
    event = desk.pack.event
    known = [case.id for case in cases.mine(session, conversation_id)]
    case = cases.submit(
        session,
        conversation_id,
        Handoff(HandoffReason.STAFF, words, topic),
        message_id=f"desk-{key}",
        edition=str(event.edition),
        language=lines.spoken(transcript.language(session, conversations.get(session, conversation_id))),
        late=False,
        after_end=now.astimezone(desk.zone).date() > event.dates.end,
        now=now,
        by=member.login,
    )
    if case.id not in known:
        audit.note(session, member.login, "case made", now, conversation_id, case=case.number)
    return case


def begun(session: Session, conversation_id: int, login: str, now: dt.datetime) -> None:
    """Somebody has the conversation: the matter that was filed with the wish is theirs, and in review."""
    for case in _matters(session, conversation_id, now):
        taken = cases.assign(session, case.id, login, case.due, login, now, version=None)
        if taken.state is CaseState.SUBMITTED:
            cases.set_state(session, case.id, CaseState.IN_REVIEW, login, now, version=None)


def settled(session: Session, conversation_id: int, login: str, now: dt.datetime, *, helped: bool) -> None:
    """The conversation is over, and the matter with it: accepted where the visitor was helped, else declined."""
    for case in _matters(session, conversation_id, now):
        to = CaseState.ACCEPTED if helped else CaseState.DECLINED
        if case.state is CaseState.IN_REVIEW and case.assigned == login:
            try:
                cases.set_state(session, case.id, to, login, now, version=None)
            except NoSuchMove:  # the visitor has just withdrawn it
                continue


def _matters(session: Session, conversation_id: int, now: dt.datetime) -> list[Case]:
    mine = (case for case in cases.mine(session, conversation_id) if case.kind is CaseKind.HANDOFF and case.state in _WAITING)
    return [case for case in mine if case.conversation_id == conversation_id and case.filed_at and now - case.filed_at < _SAME]
