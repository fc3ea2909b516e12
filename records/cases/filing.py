"""Filing: a case gets its number, once for each message that says yes, whoever tries it how often at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import secrets
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from records import questions, words
from records.cases import case as cases_read
from records.cases import details as detailed
from records.cases import drafts, likeness, numbers, trail
from records.cases import place as places
from records.cases.case import SELECT, Case
from records.cases.completeness import missing
from records.cases.details import Details
from records.cases.place import Place
from records.database import Session
from records.errors import IdOfAnother, Incomplete
from records.models import CaseState, cases


def submit(
    session: Session,
    conversation: Place,
    details: Details,
    *,
    message_id: str,
    edition: str,
    language: str,
    late: bool,
    after_end: bool,
    now: dt.datetime,
    by: str = "visitor",
    secret: str | None = None,
) -> Case:
    """File the case; the conversation's draft of its kind becomes it. Say "filed" after the transaction's commit, not before.

    message_id: of the message that says yes. A message files one case of a kind: the same one again gives the case as it is
    and changes nothing. edition: of the conference, for the number. late, after_end: see `Case`.
    secret: what the visitor's link is to end with, at least 128 bits; a caller who can make the same again for the same
    message can give the link again after a crash. None: a random one, which only the first call gives.

    Raises:
        Incomplete: see `missing`.
        IdOfAnother: the message belongs to another conversation.
        NoSuchConversation: there is none, or not any more.
        Unstorable: as in `details.check`.
    """
    detailed.check(details)
    words.check(message_id)
    found, kind = places.lock(session, conversation), detailed.kind_of(details)
    known = cases_read.one(session, SELECT.where(cases.c.message_id == message_id, cases.c.kind == kind))
    if known is not None:
        return _again(session, known, found.id, secret)
    if lacking := missing(details):
        raise Incomplete(lacking)
    given, draft = secret or secrets.token_urlsafe(18), drafts.of_kind(session, found.id, kind)
    values: dict[str, Any] = {
        "number": numbers.take(session, kind, edition),  # first: who files at the same time waits here, and sees this case then
        "state": CaseState.SUBMITTED,
        "language": language,
        "late": late,
        "after_end": after_end,
        "duplicate_of": likeness.earlier(session, details, draft.id if draft else None, now),
        "filed_at": now,
        "changed_at": now,
        "day": questions.day(now),
        "organisation_key": likeness.key(details),
        "message_id": message_id,
        "secret_hash": hash_of(given),
    }
    try:
        filed = drafts.make(session, found, details, values, now) if draft is None else _finish(session, draft, details, values)
    except IntegrityError:  # just now, in a conversation that was not locked
        raise _of_another() from None
    trail.note(session, filed.id, by, now, draft.state if draft else None, filed.state)
    return dataclasses.replace(filed, secret=given)


def by_secret(session: Session, secret: str) -> Case | None:
    """The case whose link ends with this; None where there is none, or not any more."""
    return cases_read.one(session, SELECT.where(cases.c.secret_hash == hash_of(secret)))


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _finish(session: Session, draft: Case, details: Details, values: dict[str, Any]) -> Case:
    session.execute(update(cases).where(cases.c.id == draft.id).values({**values, "version": draft.version + 1}))
    detailed.replace(session, draft.id, details)
    return cases_read.there(cases_read.one(session, SELECT.where(cases.c.id == draft.id)))


def _again(session: Session, case: Case, conversation_id: int, secret: str | None) -> Case:
    if case.conversation_id != conversation_id:
        raise _of_another()
    same = secret is not None and by_secret(session, secret) == case
    return dataclasses.replace(case, secret=secret) if same else case


def _of_another() -> IdOfAnother:
    return IdOfAnother("The message has filed a case in another conversation.")
