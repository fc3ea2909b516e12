"""What channels that have to be called share: accounts with their tokens, quotas, portions of long replies, and cursors."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _of_accounts()
    _of_visitors()


def _of_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("token_until", MOMENT),
        sa.Column("fetching", sa.Text()),
        sa.Column("fetching_until", MOMENT),
        sa.Column("no_service_until", MOMENT),
        sa.Column("no_menus_until", MOMENT),
        sa.Column("service_at", MOMENT),
        sa.Column("trouble", sa.Text()),
        sa.Column("trouble_at", MOMENT),
        sa.PrimaryKeyConstraint("channel", "account", name="pk_accounts"),
    )
    op.create_table(
        "cursors",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until", MOMENT),
        sa.PrimaryKeyConstraint("channel", "account", name="pk_cursors"),
    )


def _of_visitors() -> None:
    op.create_table(
        "quotas",
        _belongs_to("quotas", "conversation_id", "conversations.id"),
        sa.Column("written_left", sa.Integer(), nullable=False),
        sa.Column("written_until", MOMENT),
        sa.Column("tapped_left", sa.Integer(), nullable=False),
        sa.Column("tapped_until", MOMENT),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_quotas"),
    )
    op.create_table(
        "portions",
        _belongs_to("portions", "message_id", "messages.id"),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_portions"),
    )
    op.create_table(
        "handed",
        _belongs_to("handed", "message_id", "messages.id"),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_handed"),
        sa.UniqueConstraint("conversation_id", name="uq_handed_conversation_id"),
    )


def _belongs_to(table: str, name: str, parent: str) -> Any:
    key = sa.ForeignKey(parent, name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, ID, key, nullable=False, autoincrement=False)
