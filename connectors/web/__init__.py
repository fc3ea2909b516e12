"""The web channel: visits, messages, events (docs/channels/web.md)."""
