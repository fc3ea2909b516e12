"""Staff: their accounts, their sessions at the desk, one-time links, and tries to sign in that failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from records.models.base import NEVER_REUSED, BigId, Moment, OneOf, metadata


class Role(str, Enum):
    """What a member of staff may do (desk/permissions.py)."""

    AGENT = "agent"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


staff = Table(
    "staff",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", OneOf(Role), nullable=False),
    Column("email", Text, nullable=False),
    Column("password", Text),
    Column("totp_secret", Text),
    Column("totp_last", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("away", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment),
    **NEVER_REUSED,
)
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("staff_id", BigId, ForeignKey("staff.id"), nullable=False, index=True),
    Column("whole", Boolean, nullable=False),
    Column("device", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("until", Moment, nullable=False, index=True),
)
invitations = Table(
    "invitations",
    metadata,
    Column("key", Text, primary_key=True),
    Column("staff_id", BigId, ForeignKey("staff.id"), index=True),
    Column("until", Moment, nullable=False),
)
failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("who", Text, nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
)


@dataclass(frozen=True)
class Member:
    """A member of staff.

    login: what they sign in with, and what conversations and the audit know them by; never changed. name: as visitors see it.
    email: "" for none. password: an argon2id hash; None before one is chosen. totp_secret: base32, None where codes are not
    asked for; totp_last: the time step of the code that was used last. away: does not take conversations now. seen_at: when
    a page of theirs was last open.
    """

    id: int
    login: str
    name: str
    role: Role
    email: str
    password: str | None
    totp_secret: str | None
    totp_last: int
    active: bool
    away: bool
    since: dt.datetime
    seen_at: dt.datetime | None


@dataclass(frozen=True)
class StaffSession:
    """A session at the desk. key: hash of the cookie. whole: False while a code is still asked for. device: as its browser says."""

    key: str
    staff_id: int
    whole: bool
    device: str
    since: dt.datetime
    seen_at: dt.datetime
    until: dt.datetime
