"""What the records hold after messages over HTTP."""

from __future__ import annotations


def rows(gateway):
    """How many rows there are of messages and visitors."""
    with gateway.scribe.database.read() as session:
        return [session.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() for table in ("messages", "visitors")]
