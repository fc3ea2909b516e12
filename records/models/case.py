"""A case: what a visitor files, from the first answer to a form's question until staff have settled it."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, UniqueConstraint, text

from records.models.base import NEVER_REUSED, BigId, Moment, OneOf, belongs_to, metadata


class CaseKind(str, Enum):
    """What is filed."""

    BOOTH_REQUEST = "booth_request"
    EO_NEED = "eo_need"
    FORUM_PROPOSAL = "forum_proposal"
    HANDOFF = "handoff"


class CaseState(str, Enum):
    """Where a case stands; records/cases/life.py has the steps."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


cases = Table(
    "cases",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id", index=True),
    Column("kind", OneOf(CaseKind), nullable=False),
    Column("state", OneOf(CaseState), nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, unique=True),
    Column("language", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("after_end", Boolean, nullable=False),
    Column("duplicate_of", BigId),  # no key: who erases the earlier case doesn't erase the later one
    Column("assigned", Text),
    Column("due", Date),
    Column("filed_at", Moment, index=True),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False, index=True),
    Column("day", Date, index=True),  # of filed_at, in UTC
    Column("organisation_key", Text, nullable=False),
    Column("message_id", Text, info={"internal": True}),
    Column("secret_hash", Text, unique=True, info={"internal": True}),
    UniqueConstraint("message_id", "kind"),
    **NEVER_REUSED,
)
_DRAFTS = {"sqlite_where": text("state = 'draft'"), "postgresql_where": text("state = 'draft'")}
Index("ix_cases_draft", cases.c.conversation_id, cases.c.kind, unique=True, **_DRAFTS)
Index("ix_cases_likely", cases.c.kind, cases.c.organisation_key, cases.c.filed_at)
