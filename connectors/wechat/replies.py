"""Passive replies: what is given with the answer to a request."""

from __future__ import annotations

from wechatpy.replies import TextReply

from connectors.wechat.xml import cdata

DONE = "success"
"""The answer that promises nothing: the message has arrived, and the platform need not bring it again."""


def text_reply(text: str, visitor: str, account: str, now: float) -> str:
    """A text as a passive reply."""
    reply = TextReply(source=_safe(account), target=_safe(visitor), content=_safe(text), time=int(now))
    return str(reply.render())


def _safe(text: str) -> str:
    """Texts are set by wechatpy between the marks of a CDATA section as they are; an end within is split here (`xml.cdata`)."""
    return cdata(text).removeprefix("<![CDATA[").removesuffix("]]>")
