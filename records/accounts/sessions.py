"""Sessions at the desk: a cookie's random token, of which a hash is kept; a session that is deleted here has ended."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete, select, update

from records import audit
from records.accounts.invitations import key_of
from records.database import Session
from records.models import Member, StaffSession, staff, staff_sessions

LONGEST, IDLE = dt.timedelta(hours=16), dt.timedelta(hours=4)
"""How long a session lasts at most, and how long while nothing is done."""
FOR_A_CODE = dt.timedelta(minutes=5)
_DEVICE = 200
_NOTED_EVERY = dt.timedelta(seconds=60)


def begin(session: Session, member: Member, device: str, now: dt.datetime, *, whole: bool) -> str:
    """A new session; its token, for the cookie. whole: False where a code is still asked for."""
    token, until = secrets.token_urlsafe(32), now + (LONGEST if whole else FOR_A_CODE)
    session.execute(delete(staff_sessions).where(staff_sessions.c.until <= now))
    values = {"key": key_of(token), "staff_id": member.id, "whole": whole, "device": device[:_DEVICE]}
    session.execute(staff_sessions.insert(), {**values, "since": now, "seen_at": now, "until": until})
    return token


def find(session: Session, token: str, now: dt.datetime) -> tuple[StaffSession, Member] | None:
    """Whose session a token is; None where it is none, or not any more."""
    joined = select(staff_sessions, staff).join(staff, staff.c.id == staff_sessions.c.staff_id)
    good = (staff_sessions.c.key == key_of(token), staff_sessions.c.until > now, staff_sessions.c.seen_at > now - IDLE, staff.c.active)
    row = session.execute(joined.where(*good)).first()
    if row is None:
        return None
    fields = len(staff_sessions.c)
    return StaffSession(*row[:fields]), Member(*row[fields:])


def is_there(session: Session, found: StaffSession, now: dt.datetime) -> bool:
    """Whether a session that was found has not ended since; it is in use."""
    good = (staff_sessions.c.key == found.key, staff_sessions.c.until > now)
    return bool(session.execute(update(staff_sessions).where(*good).values(seen_at=now)).rowcount)


def is_to_be_noted(found: StaffSession, now: dt.datetime) -> bool:
    """Whether `note` has something to say."""
    return now - found.seen_at > _NOTED_EVERY


def note(session: Session, found: StaffSession, now: dt.datetime) -> None:
    """The session is used."""
    session.execute(update(staff_sessions).where(staff_sessions.c.key == found.key).values(seen_at=now))


def of(session: Session, member_id: int, now: dt.datetime) -> list[StaffSession]:
    """The sessions of a member, the newest first."""
    found = select(staff_sessions).where(staff_sessions.c.staff_id == member_id, staff_sessions.c.until > now)
    return [StaffSession(*row) for row in session.execute(found.order_by(staff_sessions.c.since.desc()))]


def end(session: Session, key: str) -> None:
    """End a session."""
    session.execute(delete(staff_sessions).where(staff_sessions.c.key == key))


def end_all(session: Session, member: Member, by: str, now: dt.datetime, but: str = "") -> None:
    """End all sessions of a member; but one, whose key is given."""
    session.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == member.id, staff_sessions.c.key != but))
    audit.note(session, by, "signed out everywhere", now, login=member.login)
