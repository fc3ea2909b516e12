"""Signatures of the platform's requests: who sent it, and when.

WeChat signs with SHA-1 over the sorted parts; that is the protocol, not a choice.
"""

from __future__ import annotations

import hmac
import re

from wechatpy.utils import WeChatSigner

from connectors.wechat.errors import Forged

FRESH_SECONDS = 300
"""How far a request's time may be from ours: WeChat's own redeliveries come within 15 seconds, the rest is for clocks."""
_TIME = re.compile(r"\d{1,12}", re.A)


def signature(token: str, *parts: str) -> str:
    """What the platform writes for these parts."""
    signer = WeChatSigner()
    signer.add_data(token, *parts)
    return str(signer.signature)


def check(token: str, given: str, timestamp: str, nonce: str, *more: str, now: float) -> None:
    """Nothing, if the request is signed with the token and is of now. The comparison takes the same time whatever is given.

    more: what is signed besides, such as the encrypted body.

    Raises:
        Forged: it isn't.
    """
    known = signature(token, timestamp, nonce, *more)
    if not hmac.compare_digest(known.encode(), given.encode("utf-8", "replace")):
        raise Forged("the signature is not ours")
    if not _TIME.fullmatch(timestamp) or abs(now - int(timestamp)) > FRESH_SECONDS:
        raise Forged(f"the request is not of the last {FRESH_SECONDS} seconds, or the clocks differ")
