"""Cases: what visitors file, with the details of each kind, the audit trail, the numbers and the statistics."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _cases()
    _details()
    _trail()
    _figures()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", ID, nullable=False),
        _belongs_to("cases", "conversation_id", "conversations.id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("after_end", sa.Boolean(), nullable=False),
        sa.Column("duplicate_of", ID),
        sa.Column("assigned", sa.Text()),
        sa.Column("due", sa.Date()),
        sa.Column("filed_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("organisation_key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text()),
        sa.Column("secret_hash", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("secret_hash", name="uq_cases_secret_hash"),
        sa.UniqueConstraint("message_id", "kind", name="uq_cases_message_id_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_filed_at", "cases", ["filed_at"])
    op.create_index("ix_cases_changed_at", "cases", ["changed_at"])
    op.create_index("ix_cases_day", "cases", ["day"])
    op.create_index("ix_cases_likely", "cases", ["kind", "organisation_key", "filed_at"])
    drafts = sa.text("state = 'draft'")
    op.create_index("ix_cases_draft", "cases", ["conversation_id", "kind"], unique=True, sqlite_where=drafts, postgresql_where=drafts)


def _details() -> None:
    _of_a_case(
        "booth_requests",
        *_texts("organisation", "country", "zone"),
        sa.Column("booth_kind", sa.Text()),
        sa.Column("square_metres", EXACT),
        sa.Column("booths", sa.Integer()),
        *_texts("exhibits"),
        sa.Column("recruiting_desk", sa.Boolean()),
        *_texts("contact_name", "phone", "email", "size_words"),
    )
    _of_a_case(
        "eo_needs",
        sa.Column("direction", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("party", sa.Text()),
        *_texts("title", "field", "description", "organisation", "organisation_kind", "country", "degree", "languages", "post"),
        sa.Column("confidential", sa.Boolean()),
        *_texts("contact_name", "phone", "email"),
    )
    _of_a_case(
        "forum_proposals",
        *_texts("host", "title"),
        sa.Column("forum_kind", sa.Text()),
        sa.Column("preferred_date", sa.Date()),
        *_texts("date_wish"),
        sa.Column("people", sa.Integer()),
        *_texts("venue_wish", "contact_name", "phone", "email"),
    )
    _of_a_case("handoffs", sa.Column("reason", sa.Text()), *_texts("words", "topic", "contact_name", "phone", "email"))


def _trail() -> None:
    op.create_table(
        "case_changes",
        sa.Column("id", ID, nullable=False),
        _belongs_to("case_changes", "case_id", "cases.id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_changes"),
    )
    op.create_index("ix_case_changes_case_id", "case_changes", ["case_id"])
    op.create_table(
        "failed_look_ups",
        sa.Column("id", ID, nullable=False),
        _belongs_to("failed_look_ups", "conversation_id", "conversations.id"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_look_ups"),
    )
    op.create_index("ix_failed_look_ups_at", "failed_look_ups", ["at"])
    op.create_index("ix_failed_look_ups_conversation", "failed_look_ups", ["conversation_id", "at"])
    op.create_index("ix_failed_look_ups_number", "failed_look_ups", ["number", "at"])


def _figures() -> None:
    op.create_table(
        "case_counters",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "edition", name="pk_case_counters"),
    )
    sort = ("kind", "state", "language", "channel")
    op.create_table(
        "case_tallies",
        sa.Column("day", sa.Date(), nullable=False),
        *_texts(*sort),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", *sort, name="pk_case_tallies"),
    )


def _of_a_case(table: str, *columns: Any) -> None:
    op.create_table(table, _belongs_to(table, "case_id", "cases.id"), *columns, sa.PrimaryKeyConstraint("case_id", name=f"pk_{table}"))


def _texts(*names: str) -> list[Any]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _belongs_to(table: str, name: str, parent: str) -> Any:
    key = sa.ForeignKey(parent, name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, ID, key, nullable=False, autoincrement=False)
