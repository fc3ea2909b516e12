"""The Telegram channel: webhook or polling in, Bot API out (docs/telegram.md)."""
