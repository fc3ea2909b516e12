"""Signing in: a password, and a code where one is asked for, become a session. Guessing is slowed, for a login and for an address.

A try is counted before it is looked at, so that a hundred at once are a hundred; one that was right counts no more.

From the sixth wrong try on, a login waits: half a minute, then twice as long with each, up to a quarter of an hour. An address, which
many people may share, has thirty tries in that time. Who waits is told so whether or not the password would be right.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select, update

from records import audit
from records.accounts import codes, members, passwords, sessions
from records.database import Session
from records.errors import NoSuchMember, SignInRefused, TooManySignIns
from records.models import Member, StaffSession, failed_sign_ins, staff

_WINDOW = dt.timedelta(minutes=15)
_FREE, _FIRST_WAIT, _LONGEST_WAIT = 5, 30.0, 900.0
_FREE_OF_ADDRESS = 30


def tried(session: Session, login: str, address: str, now: dt.datetime) -> None:
    """Count a try, before the password or the code is looked at. To be committed.

    Raises:
        TooManySignIns: it is not looked at now.
    """
    _check(session, login, address, now)
    session.execute(delete(failed_sign_ins).where(failed_sign_ins.c.at < now - _WINDOW))
    session.execute(failed_sign_ins.insert(), [{"who": who, "at": now} for who in (_login(login), _address(address))])


def _check(session: Session, login: str, address: str, now: dt.datetime) -> None:
    for who, free in ((_login(login), _FREE), (_address(address), _FREE_OF_ADDRESS)):
        failed, last = session.execute(_lately(who, now)).one()
        if failed < free:
            continue
        left = (last + dt.timedelta(seconds=min(_FIRST_WAIT * 2.0 ** (failed - free), _LONGEST_WAIT)) - now).total_seconds()
        if left > 0:
            raise TooManySignIns(left)


def member_of(session: Session, login: str, password: str) -> Member | None:
    """The member whose login and password these are; None, after as long a time, where they are not. Takes some 30 ms: no event
    loop waits for it.
    """
    try:
        member = members.find(session, login)
    except NoSuchMember:
        passwords.matches(None, password)
        return None
    return member if passwords.matches(member.password if member.active else None, password) else None


def failed(session: Session, login: str, now: dt.datetime) -> None:
    """Note that a try was wrong."""
    known = session.execute(select(staff.c.login).where(staff.c.login == login)).scalar()  # else it may be a password, mistyped
    audit.note(session, audit.PROGRAM, "sign-in refused", now, login=known or "")


def right(session: Session, login: str, address: str, *, whole: bool) -> None:
    """The try was right: it counts no more. whole: no code is to come; then those of the login before it count no more either."""
    for who in (_login(login), _address(address)):
        last = select(func.max(failed_sign_ins.c.id)).where(failed_sign_ins.c.who == who).scalar_subquery()
        session.execute(delete(failed_sign_ins).where(failed_sign_ins.c.id == last))
    if whole:
        session.execute(delete(failed_sign_ins).where(failed_sign_ins.c.who == _login(login)))


def begin(session: Session, member: Member, password: str, device: str, now: dt.datetime) -> tuple[str, bool]:
    """The token of a new session of a member who gave the right password; and whether it is whole, or a code is asked for."""
    if member.password and passwords.is_outdated(member.password):
        session.execute(update(staff).where(staff.c.id == member.id).values(password=passwords.hashed(password)))
    whole = member.totp_secret is None
    if whole:
        _signed_in(session, member, now)
    return sessions.begin(session, member, device, now, whole=whole), whole


def complete(session: Session, found: StaffSession, member: Member, code: str, now: dt.datetime) -> str | None:
    """The token of a whole session in place of one that waits for a code; None where the code is wrong or was used.

    The token is a new one: one that was seen before the code is worth nothing after it.
    """
    locked = session.execute(select(staff.c.totp_secret, staff.c.totp_last).where(staff.c.id == member.id).with_for_update()).one()
    step = codes.step_of(locked.totp_secret, code, locked.totp_last, now) if locked.totp_secret else None
    if step is None:
        return None
    session.execute(update(staff).where(staff.c.id == member.id).values(totp_last=step))
    sessions.end(session, found.key)
    _signed_in(session, member, now)
    return sessions.begin(session, member, found.device, now, whole=True)


def refused() -> SignInRefused:
    """What is raised where a password or code is not right."""
    return SignInRefused("The login, the password or the code is not right.")


def _signed_in(session: Session, member: Member, now: dt.datetime) -> None:
    audit.note(session, member.login, "signed in", now)


def _lately(who: str, now: dt.datetime) -> object:
    mine = (failed_sign_ins.c.who == who, failed_sign_ins.c.at > now - _WINDOW)
    return select(func.count(), func.max(failed_sign_ins.c.at)).where(*mine)


def _login(login: str) -> str:
    return f"login {login.casefold()[:40]}"


def _address(address: str) -> str:
    return f"address {address}"
