"""The Telegram channel: webhook or polling in, Bot API out (docs/telegram.md)."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # times of the library are timedeltas, as its next version will have them; else it warns
