"""The first tables: visitors, conversations, messages and what hangs on them, statistics."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    _people()
    _messages()
    _what_hangs_on_messages()
    _statistics()


def _people() -> None:
    op.create_table(
        "visitors",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visitors"),
        sa.UniqueConstraint("channel", "account", "key", name="uq_visitors_channel_account_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "conversations",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        _belongs_to("conversations", "visitor_id", "visitors.id"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text()),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("owner_since", MOMENT, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("worker", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("public_id", name="uq_conversations_public_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversations_visitor_id", "conversations", ["visitor_id"])
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])
    op.create_table(
        "trackers",
        _belongs_to("trackers", "sender", "conversations.public_id", sa.Text()),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_trackers"),
    )
    op.create_table(
        "button_tokens",
        sa.Column("token", sa.Text(), nullable=False),
        _belongs_to("button_tokens", "conversation_id", "conversations.id"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_button_tokens"),
    )
    op.create_index("ix_button_tokens_conversation_id", "button_tokens", ["conversation_id"])
    op.create_index("ix_button_tokens_at", "button_tokens", ["at"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", ID, nullable=False),
        _belongs_to("messages", "conversation_id", "conversations.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("payload", sa.JSON()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("reply_to", sa.Integer()),
        sa.Column("channel_message_id", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "number", name="uq_messages_conversation_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_at", "messages", ["at"])
    _partial_index("ix_messages_waiting", "messages", ["id"], "state = 'accepted'")
    _partial_index("ix_messages_waiting_in", "messages", ["conversation_id", "id"], "state = 'accepted'")


def _what_hangs_on_messages() -> None:
    op.create_table(
        "seen_ids",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("channel_message_id", sa.Text(), nullable=False),
        _belongs_to("seen_ids", "message_id", "messages.id"),
        sa.PrimaryKeyConstraint("channel", "account", "channel_message_id", name="pk_seen_ids"),
    )
    op.create_index("ix_seen_ids_message_id", "seen_ids", ["message_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        _belongs_to("deliveries", "message_id", "messages.id"),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("next_try", MOMENT, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("message_id", name="uq_deliveries_message_id"),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_deliveries_unsent", "deliveries", ["id"], "state <> 'sent'")
    _partial_index("ix_deliveries_unsent_in", "deliveries", ["conversation_id", "id"], "state <> 'sent'")
    op.create_table(
        "asked",
        _belongs_to("asked", "message_id", "messages.id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.Column("milliseconds", sa.Integer()),
        sa.Column("error_id", sa.Text()),
        sa.PrimaryKeyConstraint("message_id", name="pk_asked"),
    )
    op.create_index("ix_asked_day", "asked", ["day"])
    op.create_table(
        "feedback",
        _belongs_to("feedback", "message_id", "messages.id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_day", "feedback", ["day"])


def _statistics() -> None:
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "language", "kind", "intent", "topic", name="pk_tallies"),
    )


def _belongs_to(table: str, name: str, parent: str, kind: Any = ID) -> Any:
    key = sa.ForeignKey(parent, name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, kind, key, nullable=False, autoincrement=False)


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
