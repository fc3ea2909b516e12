"""Drafts: what a form knows so far. A conversation has at most one of each kind; it can be taken up again for some days."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import delete, update

from records.cases import case as cases_read
from records.cases import details as detailed
from records.cases import place as places
from records.cases import trail
from records.cases.case import SELECT, Case
from records.cases.details import Details
from records.cases.place import Place
from records.database import Session
from records.models import CaseKind, CaseState, Conversation, cases

DAYS = 7.0
"""How long a draft is offered again after its last change. Older ones are purged."""


def keep_draft(session: Session, conversation: Place, details: Details, language: str, now: dt.datetime) -> Case:
    """The draft of this kind, made or brought up to date. Only that it was made stands in the audit trail.

    Raises:
        NoSuchConversation: there is none, or not any more.
        Unstorable: as in `details.check`.
    """
    detailed.check(details)
    found = places.lock(session, conversation)
    draft = of_kind(session, found.id, detailed.kind_of(details))
    if draft is None:
        return _begin(session, found, details, language, now)
    if (draft.details, draft.language) == (details, language) and draft.changed_at >= now - dt.timedelta(hours=1):
        return draft
    changes: dict[str, Any] = {"language": language, "changed_at": now, "version": draft.version + 1}
    session.execute(update(cases).where(cases.c.id == draft.id).values(changes))
    detailed.replace(session, draft.id, details)
    return dataclasses.replace(draft, details=details, **changes)


def drop_draft(session: Session, conversation: Place, kind: CaseKind) -> None:
    """Forget the draft of this kind, if there is one.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    found = places.lock(session, conversation)
    session.execute(delete(cases).where(*_is_draft(found.id), cases.c.kind == kind))


def draft_of(session: Session, conversation: Place, now: dt.datetime, days: float = DAYS) -> Case | None:
    """The draft that was changed last, and within so many days; None where there is none.

    Raises:
        NoSuchConversation: there is none, or not any more.
    """
    found = places.find(session, conversation)
    recent = SELECT.where(*_is_draft(found.id), cases.c.changed_at >= now - dt.timedelta(days=days))
    return cases_read.one(session, recent.order_by(cases.c.changed_at.desc(), cases.c.id.desc()))


def of_kind(session: Session, conversation_id: int, kind: CaseKind) -> Case | None:
    """The conversation's draft of this kind, however old, which nobody purges before this transaction ends."""
    return cases_read.one(session, SELECT.where(*_is_draft(conversation_id), cases.c.kind == kind).with_for_update(of=cases))


def make(session: Session, conversation: Conversation, details: Details, values: dict[str, Any], now: dt.datetime) -> Case:
    """Keep a case that was not there. values: of its columns, where they are not those of a fresh draft."""
    fresh = {
        "conversation_id": conversation.id,
        "kind": detailed.kind_of(details),
        "state": CaseState.DRAFT,
        "version": 1,
        "late": False,
        "after_end": False,
        "created_at": now,
        "changed_at": now,
        "organisation_key": "",
    }
    case_id = session.execute(cases.insert(), {**fresh, **values}).inserted_primary_key[0]
    detailed.store(session, case_id, details)
    return cases_read.there(cases_read.one(session, SELECT.where(cases.c.id == case_id)))


def _begin(session: Session, conversation: Conversation, details: Details, language: str, now: dt.datetime) -> Case:
    draft = make(session, conversation, details, {"language": language}, now)
    trail.note(session, draft.id, "visitor", now, None, CaseState.DRAFT)
    return draft


def _is_draft(conversation_id: int) -> tuple[Any, ...]:
    return cases.c.conversation_id == conversation_id, cases.c.state == CaseState.DRAFT
