"""The web channel: `POST /web/messages` (docs/channels/web.md in a later release)."""
