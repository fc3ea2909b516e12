"""The desk: staff and their sessions, hand-overs, notes, canned replies, who looks at what, reviews, the audit, and words to search."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
_AT_ONCE = 1000


def upgrade() -> None:
    """Make the tables, and the words of the messages that are there."""
    _staff()
    _handovers()
    _work()
    _sought()
    _partial_index("ix_conversations_owner_last_at", "conversations", ["owner", "last_at"], "owner <> 'bot'")


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("totp_secret", sa.Text()),
        sa.Column("totp_last", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_sessions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("staff_id", ID, sa.ForeignKey("staff.id", name="fk_staff_sessions_staff_id"), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_index("ix_staff_sessions_until", "staff_sessions", ["until"])
    op.create_table(
        "invitations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("staff_id", ID, sa.ForeignKey("staff.id", name="fk_invitations_staff_id")),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_invitations"),
    )
    op.create_index("ix_invitations_staff_id", "invitations", ["staff_id"])
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_ins"),
    )
    op.create_index("ix_failed_sign_ins_who", "failed_sign_ins", ["who"])
    op.create_index("ix_failed_sign_ins_at", "failed_sign_ins", ["at"])


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", ID, nullable=False),
        _belongs_to("handovers", "conversation_id", "conversations.id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=False),
        sa.Column("waited", sa.Float()),
        sa.Column("staff", sa.Text()),
        sa.Column("claimed_at", MOMENT),
        sa.Column("acted_at", MOMENT),
        sa.Column("wants_contact", sa.Boolean(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("outcome", sa.Text()),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer()),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handovers_conversation_id", "handovers", ["conversation_id"])
    op.create_index("ix_handovers_day", "handovers", ["day"])
    op.create_index("ix_handovers_ended_at", "handovers", ["ended_at"])
    _partial_index("uq_handovers_open", "handovers", ["conversation_id"], "ended_at IS NULL", unique=True)
    sort = ("day", "channel", "language", "reason", "outcome")
    op.create_table(
        "handover_tallies",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in sort[1:]),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("waited", sa.Float(), nullable=False),
        sa.Column("handled", sa.Float(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*sort, name="pk_handover_tallies"),
    )


def _work() -> None:
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        _belongs_to("notes", "conversation_id", "conversations.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"])
    op.create_index("ix_notes_at", "notes", ["at"])
    op.create_table(
        "canned_replies",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
        sa.UniqueConstraint("name", name="uq_canned_replies_name"),
    )
    op.create_table(
        "presences",
        _belongs_to("presences", "conversation_id", "conversations.id"),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("typing", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "staff", name="pk_presences"),
    )
    op.create_index("ix_presences_at", "presences", ["at"])
    op.create_table(
        "audit_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", ID),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_lines"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False),
        _belongs_to("proposals", "conversation_id", "conversations.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("answered_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_conversation_id", "proposals", ["conversation_id"])
    op.create_index("ix_proposals_answered_at", "proposals", ["answered_at"])
    _partial_index("ix_proposals_waiting", "proposals", ["id"], "answered_at IS NULL")
    op.create_table(
        "amendments",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("pack", "fact", "topic", "zh", "en")),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notices",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "about", name="pk_notices"),
    )
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_table(
        "saved_views",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("staff", "name", "query")),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.UniqueConstraint("staff", "name", name="uq_saved_views_staff_name"),
    )
    op.create_table(
        "erasures",
        _belongs_to("erasures", "visitor_id", "visitors.id"),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("visitor_id", name="pk_erasures"),
    )
    op.create_table(
        "reviews",
        _belongs_to("reviews", "message_id", "messages.id"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("verdict", "question", "topic", "zh", "en", "staff")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("exported_at", MOMENT),
        sa.PrimaryKeyConstraint("message_id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_exported_at", "reviews", ["exported_at"])
    for column in ("at", "staff", "about"):
        op.create_index(f"ix_audit_lines_{column}", "audit_lines", [column])


def _sought() -> None:
    op.create_table(
        "sought",
        _belongs_to("sought", "message_id", "messages.id"),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_sought"),
    )
    connection, last = op.get_bind(), 0
    some = sa.text("SELECT id, conversation_id, text FROM messages WHERE id > :last ORDER BY id LIMIT :most")
    adding = sa.text("INSERT INTO sought VALUES (:message_id, :conversation_id, :words)")
    while rows := connection.execute(some, {"last": last, "most": _AT_ONCE}).all():
        last = rows[-1].id
        folded = (" ".join(unicodedata.normalize("NFKC", row.text).casefold().split()) for row in rows)
        connection.execute(
            adding, [{"message_id": row.id, "conversation_id": row.conversation_id, "words": words} for row, words in zip(rows, folded)]
        )


def _belongs_to(table: str, name: str, parent: str) -> Any:
    key = sa.ForeignKey(parent, name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, ID, key, nullable=False, autoincrement=False)


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
