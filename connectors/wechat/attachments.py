"""What of a visitor's message is no text: its kind, and what staff need to find it (a media id lives three days)."""

from __future__ import annotations

import re
from typing import Mapping

from connectors.gateway import Attachment
from connectors.gateway.cleaning import kept

_KINDS = {
    "image": "photo", "voice": "voice", "video": "video", "shortvideo": "video", "location": "location", "link": "link",
    "file": "file", "business_card": "contact", "music": "audio",
}  # fmt: skip
"""Types of messages, and what they are called in the gateway's texts."""
_STICKER = re.compile(r"(?:\[[^\[\]\s]{1,8}\]|/:[^\s/]{1,8})+")
_UNSUPPORTED = re.compile(r"【收到不支持的消息类型.*】|\[Unsupported Message\]", re.S)
_LONGEST = 500


def attachment(kind: str, text: str, details: Mapping[str, str]) -> Attachment | None:
    """What a message brings that is no text; None where it is a text, or a voice whose words are known."""
    if kind == "text":
        return Attachment("sticker") if is_sticker(text) else None
    reference = {name: kept(value, _LONGEST) for name, value in details.items()}
    return Attachment(_KINDS.get(kind, "other"), {name: value for name, value in reference.items() if value})


def is_sticker(text: str) -> bool:
    """Whether a text is WeChat's way of writing a sticker, or of saying that there was something that it can't pass on."""
    said = text.strip()
    return bool(said) and bool(_STICKER.fullmatch(said) or _UNSUPPORTED.fullmatch(said))
