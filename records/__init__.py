"""What must never be lost: visitors, conversations, messages, deliveries, and the rules of each life cycle (docs/records.md)."""
