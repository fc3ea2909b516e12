"""The messages of a page as values, and the events that matter here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping

from connectors.wechat.errors import Malformed
from connectors.wechat.received import Received

CUSTOMER, SYSTEM = 3, 4
"""Who a message is from; those of the company's own staff (5) are not for us."""
_ID = re.compile(r"[\w.@-]{1,128}", re.A)
_LONGEST = 1024
_DETAILS = {
    "image": ("media_id",), "voice": ("media_id",), "video": ("media_id",), "file": ("media_id",), "business_card": ("userid",),
    "location": ("latitude", "longitude", "name", "address"), "link": ("title", "desc", "url"), "miniprogram": ("title",),
}  # fmt: skip
"""What of a message that is no text is kept for staff."""


@dataclass(frozen=True)
class Entered:
    """A visitor opened the chat. code: for one welcome, within 20 seconds. scene: of the link or QR code."""

    visitor: str
    code: str
    scene: str


@dataclass(frozen=True)
class Lost:
    """A message of ours that was taken did not reach its visitor. name: what we called it."""

    name: str
    why: int


def read(item: Any) -> Received | Entered | Lost | None:
    """One message of a page; None where it is nothing to us.

    Raises:
        Malformed: it is none of the protocol.
    """
    if not isinstance(item, dict):
        raise Malformed("a message is no object")
    kind, origin = _text(item, "msgtype"), item.get("origin")
    if kind == "event":
        return _event(item.get("event"))
    if origin != CUSTOMER:
        return None
    at = item.get("send_time")
    if not isinstance(at, int) or isinstance(at, bool):
        raise Malformed("a message has no time")
    content = item.get(kind)
    content = content if isinstance(content, dict) else {}
    return Received(
        visitor=_known(item, "external_userid"),
        account=_known(item, "open_kfid"),
        at=at,
        kind=kind,
        id=_known(item, "msgid"),
        text=_text(content, "content") if kind == "text" else "",
        item=_text(content, "menu_id") if kind == "text" else "",
        details={name: str(content[name])[:_LONGEST] for name in _DETAILS.get(kind, ()) if content.get(name)},
    )


def _event(event: Any) -> Entered | Lost | None:
    if not isinstance(event, dict):
        raise Malformed("an event has no content")
    kind = _text(event, "event_type")
    if kind == "enter_session" and event.get("welcome_code"):
        return Entered(_known(event, "external_userid"), _text(event, "welcome_code"), _text(event, "scene"))
    if kind == "msg_send_fail":
        why = event.get("fail_type")
        return Lost(_text(event, "fail_msgid"), why if isinstance(why, int) else 0)
    return None


def _known(fields: Mapping[str, Any], name: str) -> str:
    value = _text(fields, name)
    if not _ID.fullmatch(value):
        raise Malformed(f"{name} is missing, or is none")
    return value


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value
