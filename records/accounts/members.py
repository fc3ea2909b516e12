"""Members of staff: made, changed, and never deleted, for what they did is known by their login."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from records import audit, words
from records.accounts import passwords
from records.database import Session
from records.errors import LastAdministrator, NameTaken, NoSuchMember
from records.models import Member, Role, invitations, staff, staff_sessions

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
"""What a login may be."""
HERE = 60.0
"""Seconds: who had a page of the desk open no longer ago than that is there."""
_WORKERS = (Role.AGENT, Role.LEAD, Role.ADMINISTRATOR)


def add(session: Session, login: str, name: str, role: Role, by: str, now: dt.datetime, email: str = "") -> Member:
    """A new member of staff, who cannot sign in before a password is chosen (`invitations.invite`).

    Raises:
        NameTaken: somebody has the login.
        ValueError: it is none: two to 32 of a-z, 0-9, dot, dash and underscore, the first a letter or digit.
        Unstorable: as in `inbox.accept`.
    """
    if not LOGIN.fullmatch(login):
        raise ValueError(login)
    words.check(name, email)
    values: dict[str, Any] = {"login": login, "name": name, "role": role, "email": email, "password": None, "totp_secret": None}
    values |= {"totp_last": 0, "active": True, "away": False, "since": now, "seen_at": None}
    try:
        made = session.execute(staff.insert(), values).inserted_primary_key[0]
    except IntegrityError:
        raise NameTaken(f"There is a member of staff {login!r}.") from None
    audit.note(session, by, "member added", now, login=login, role=role.value)
    return Member(id=made, **values)


def names(session: Session) -> dict[str, str]:
    """What staff are called, by login."""
    return {member.login: member.name for member in all_(session)}


def all_(session: Session) -> list[Member]:
    """All, by login; also those who may not sign in any more."""
    return [Member(*row) for row in session.execute(select(staff).order_by(staff.c.login))]


def get(session: Session, member_id: int) -> Member:
    """The member with this id.

    Raises:
        NoSuchMember: there is none.
    """
    return _one(session.execute(select(staff).where(staff.c.id == member_id)).first())


def find(session: Session, login: str) -> Member:
    """The member with this login.

    Raises:
        NoSuchMember: there is none.
    """
    return _one(session.execute(select(staff).where(staff.c.login == login)).first())


def there_are_any(session: Session) -> bool:
    """Whether anybody can sign in who takes conversations: whether there is a desk at all."""
    able = select(staff.c.id).where(staff.c.active, staff.c.password.isnot(None), staff.c.role.in_(_WORKERS))
    return session.execute(able.limit(1)).first() is not None


def here(session: Session, now: dt.datetime) -> list[Member]:
    """Those who have the desk open, take conversations, and have not said that they are away."""
    since = now - dt.timedelta(seconds=HERE)
    found = select(staff).where(staff.c.active, ~staff.c.away, staff.c.seen_at > since, staff.c.role.in_(_WORKERS))
    return [Member(*row) for row in session.execute(found.order_by(staff.c.login))]


def change(session: Session, member_id: int, by: str, now: dt.datetime, **changes: Any) -> Member:
    """Change name, role, email, away or whether the member is active. One who is not active any more is signed out at once.

    Raises:
        NoSuchMember: there is none.
        LastAdministrator: nobody would be left who can let others in.
    """
    before = get(session, member_id)
    session.execute(update(staff).where(staff.c.id == member_id).values(changes))
    after = get(session, member_id)
    if _lets_in(before) and not _lets_in(after) and not _who_lets_in(session):
        raise LastAdministrator("This is the last administrator who can sign in.")
    if not after.active:
        session.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == member_id))
        session.execute(delete(invitations).where(invitations.c.staff_id == member_id))
    told = {name: getattr(value, "value", value) for name, value in changes.items() if name != "email"}
    audit.note(session, by, "member changed", now, login=after.login, **told)
    return after


def set_password(session: Session, member_id: int, password: str, by: str, now: dt.datetime) -> None:
    """Choose a password; all sessions of the member end.

    Raises:
        ValueError: it may not be chosen (`passwords.acceptable`).
        NoSuchMember: there is none.
    """
    member = get(session, member_id)
    if not passwords.acceptable(password, member.login):
        raise ValueError("password")
    session.execute(update(staff).where(staff.c.id == member_id).values(password=passwords.hashed(password)))
    session.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == member_id))
    audit.note(session, by, "password set", now, login=member.login)


def set_totp(session: Session, member_id: int, secret: str | None, by: str, now: dt.datetime, step: int = 0) -> None:
    """Ask for codes from now on, or no longer (None). step: of the code that showed that the app has the secret."""
    member = get(session, member_id)
    session.execute(update(staff).where(staff.c.id == member_id).values(totp_secret=secret, totp_last=step))
    audit.note(session, by, "codes on" if secret else "codes off", now, login=member.login)


def _who_lets_in(session: Session) -> int:
    able = (staff.c.active, staff.c.role == Role.ADMINISTRATOR, staff.c.password.isnot(None))
    return int(session.execute(select(func.count()).select_from(staff).where(*able)).scalar())


def _lets_in(member: Member) -> bool:
    return member.active and member.role is Role.ADMINISTRATOR and member.password is not None


def _one(row: Any) -> Member:
    if row is None:
        raise NoSuchMember("There is no such member of staff.")
    return Member(*row)
