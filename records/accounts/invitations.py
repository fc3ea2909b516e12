"""One-time links. What is kept is a hash: who reads the records cannot use one."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete, select

from records import audit
from records.accounts import members, passwords
from records.database import Session
from records.errors import NoSuchInvitation
from records.models import Member, Role, invitations, staff

GOOD_FOR = dt.timedelta(days=2)


def key_of(token: str) -> str:
    """What is kept of a token that is given out."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def first(session: Session, now: dt.datetime) -> str | None:
    """The token of a link that makes the first administrator; earlier ones are void. None where somebody can let others in."""
    if _somebody(session):
        return None
    session.execute(delete(invitations).where(invitations.c.staff_id.is_(None)))
    return _given(session, None, now)


def invite(session: Session, member: Member, by: str, now: dt.datetime) -> str:
    """The token of a link by which a member chooses a password; earlier ones are void."""
    session.execute(delete(invitations).where(invitations.c.staff_id == member.id))
    audit.note(session, by, "invited", now, login=member.login)
    return _given(session, member.id, now)


def look(session: Session, token: str, now: dt.datetime) -> Member | None:
    """Whom a link is for; None: for the first administrator, who chooses a login too.

    Raises:
        NoSuchInvitation: it was never given out, was used, or is too old.
    """
    good = select(invitations.c.staff_id).where(invitations.c.key == key_of(token), invitations.c.until > now)
    row = session.execute(good).first()
    if row is None or (row.staff_id is None and _somebody(session)):
        raise NoSuchInvitation("The link was never given out, was used, or is too old.")
    return None if row.staff_id is None else members.get(session, row.staff_id)


def accept(session: Session, token: str, password: str, now: dt.datetime, login: str = "", name: str = "") -> Member:
    """Use a link: the member has the password from now on. login, name: of the first administrator. Of two at once one does.

    Raises:
        NoSuchInvitation: as in `look`.
        ValueError: the password or the login may not be chosen.
        NameTaken: as in `members.add`.
    """
    member = look(session, token, now)
    if not passwords.acceptable(password, member.login if member else login):
        raise ValueError("password")
    if not session.execute(delete(invitations).where(invitations.c.key == key_of(token))).rowcount:
        raise NoSuchInvitation("Somebody was quicker.")
    if member is None:
        member = members.add(session, login, name or login, Role.ADMINISTRATOR, login, now)
    members.set_password(session, member.id, password, member.login, now)
    return members.get(session, member.id)


def _given(session: Session, member_id: int | None, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.execute(delete(invitations).where(invitations.c.until <= now))
    session.execute(invitations.insert(), {"key": key_of(token), "staff_id": member_id, "until": now + GOOD_FOR})
    return token


def _somebody(session: Session) -> bool:
    able = select(staff.c.id).where(staff.c.active, staff.c.role == Role.ADMINISTRATOR, staff.c.password.isnot(None))
    return session.execute(able.limit(1)).first() is not None
