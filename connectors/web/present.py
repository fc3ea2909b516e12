"""Messages as clients of the web channel are given them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Mapping, Sequence

from knowledge.text.tokens import HAN
from records.models import Direction, Message, Rating

_HAN = re.compile(f"[{HAN}]")


def message_object(message: Message, ratings: Mapping[int, Rating] | None = None) -> dict[str, Any]:
    """A message as JSON (connectors/web/openapi.yml, Message). ratings: what the visitor thinks of replies, by number."""
    mine, rating = message.direction is Direction.IN, (ratings or {}).get(message.number)
    return {
        "number": message.number,
        "direction": message.direction.value,
        "author": message.author.value,
        "text": message.text,
        "language": message.language or ("zh" if _HAN.search(message.text) else "en"),
        "at": moment(message.at),
        "buttons": list(message.buttons),
        "metadata": {} if mine else dict(message.metadata),
        "id": (message.channel_message_id or "").rpartition(":")[2] if mine else None,
        "reply_to": message.reply_to,
        "feedback": rating.value if rating else None,
    }


def message_objects(messages: Sequence[Message], ratings: Mapping[int, Rating] | None = None) -> list[dict[str, Any]]:
    """Messages as JSON, in their order."""
    return [message_object(message, ratings) for message in messages]


def moment(at: dt.datetime) -> str:
    """A moment as JSON: ISO 8601 in UTC, to the millisecond."""
    return at.astimezone(dt.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
