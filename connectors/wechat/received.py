"""What WeChat delivers, as a value: a message or an event of a visitor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Mapping
from xml.parsers.expat import ExpatError

from wechatpy import parse_message

from connectors.wechat.errors import Malformed
from connectors.wechat.fields import known, text_of

_NUMBER = re.compile(r"\d{1,20}", re.A)
_LONGEST_KEY, _LONGEST_DETAIL = 512, 1024
_DETAILS = {
    "MediaId": "media_id", "ThumbMediaId": "thumb_media_id", "PicUrl": "picture", "Format": "format", "Location_X": "latitude",
    "Location_Y": "longitude", "Label": "label", "Title": "title", "Description": "description", "Url": "link",
}  # fmt: skip
"""What of a message that is no text is kept for staff, and how it is called in the records."""


@dataclass(frozen=True)
class Received:
    """visitor: the openid. account: whom it was sent to. at: when, in seconds. kind: the type of the message, or the event's name
    in small letters. id: what it is known by however often it comes. text: what was written, or heard in a voice message.
    key: of an event: scene, or key of the menu. item: of a menu in a message, where it was tapped. details: of what is no text.
    """

    visitor: str
    account: str
    at: int
    kind: str
    id: str
    event: bool = False
    text: str = ""
    key: str = ""
    item: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def read(xml: str) -> Received:
    """A message or an event.

    Raises:
        Malformed: it is neither.
    """
    try:
        message = parse_message(xml)
    except (ExpatError, ValueError, KeyError, TypeError, AttributeError):  # wechatpy lets through whatever malformed bodies come to
        raise Malformed("the body is not the XML of a message") from None
    if message is None:
        raise Malformed("the body is empty")
    fields: Mapping[str, Any] = message._data  # noqa: SLF001 (its own fields leave out some, and fail on others)
    visitor, account = known(fields, "FromUserName"), known(fields, "ToUserName")
    at = int(known(fields, "CreateTime", _NUMBER))
    kind = text_of(fields, "MsgType").lower()
    read_rest = _event if kind == "event" else _message
    return read_rest(fields, Received(visitor, account, at, kind, ""))


def _message(fields: Mapping[str, Any], begun: Received) -> Received:
    text = text_of(fields, "Content") or (text_of(fields, "Recognition") if begun.kind == "voice" else "")
    details = {name: text_of(fields, key)[:_LONGEST_DETAIL] for key, name in _DETAILS.items() if fields.get(key)}
    return Received(
        begun.visitor,
        begun.account,
        begun.at,
        begun.kind,
        known(fields, "MsgId", _NUMBER),
        text=text,
        item=text_of(fields, "bizmsgmenuid"),
        details=details if begun.kind != "text" else {},
    )


def _event(fields: Mapping[str, Any], begun: Received) -> Received:
    """An event. It has no id of its own: it is known by who, when and what (and MsgID is that of something else)."""
    name, key = text_of(fields, "Event").lower(), text_of(fields, "EventKey")[:_LONGEST_KEY]
    if not name:
        raise Malformed("the event has no name")
    known_by = ":".join(part for part in (begun.visitor, str(begun.at), name, key) if part)
    return Received(begun.visitor, begun.account, begun.at, name, known_by, event=True, key=key)
