"""The messages of a page as values, and the events that matter here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.wechat.errors import Malformed
from connectors.wechat.fields import known, text_of
from connectors.wechat.received import Received

CUSTOMER, SYSTEM = 3, 4
"""Who a message is from; those of the company's own staff (5) are not for us."""
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
    kind, origin = text_of(item, "msgtype"), item.get("origin")
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
        visitor=known(item, "external_userid"),
        account=known(item, "open_kfid"),
        at=at,
        kind=kind,
        id=known(item, "msgid"),
        text=text_of(content, "content") if kind == "text" else "",
        item=text_of(content, "menu_id") if kind == "text" else "",
        details={name: str(content[name])[:_LONGEST] for name in _DETAILS.get(kind, ()) if content.get(name)},
    )


def _event(event: Any) -> Entered | Lost | None:
    if not isinstance(event, dict):
        raise Malformed("an event has no content")
    kind = text_of(event, "event_type")
    if kind == "enter_session" and event.get("welcome_code"):
        return Entered(known(event, "external_userid"), text_of(event, "welcome_code"), text_of(event, "scene"))
    if kind == "msg_send_fail":
        why = event.get("fail_type")
        return Lost(text_of(event, "fail_msgid"), why if isinstance(why, int) else 0)
    return None
