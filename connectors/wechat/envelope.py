"""The envelope of a request: its signature checked, its body decrypted where it is encrypted; and that of the reply to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Mapping

from connectors.wechat import signature
from connectors.wechat.account import Account, Mode
from connectors.wechat.crypto import Key, decrypt
from connectors.wechat.errors import Forged, Malformed
from connectors.wechat.xml import cdata, fields_of


@dataclass(frozen=True)
class Opened:
    """xml: the message. key: what the reply is to be encrypted with, None where it goes out as it is."""

    xml: str
    key: Key | None = None


def greet(account: Account, query: Mapping[str, str], now: float) -> str:
    """What is answered to the platform's first request, which asks whether the address is ours.

    Raises:
        Forged: it is not the platform that asks.
    """
    signature.check(account.token, query.get("signature", ""), *_when(query), now=now)
    return query.get("echostr", "")


def open_(account: Account, query: Mapping[str, str], body: bytes, now: float) -> Opened:
    """The message in a request.

    Raises:
        Forged: it is not from the platform, or not of now, or not in the mode that is set up.
        Malformed: there is no message in it.
    """
    encrypted = query.get("encrypt_type", "raw") == "aes"
    if not encrypted or "signature" in query:
        signature.check(account.token, query.get("signature", ""), *_when(query), now=now)
    if encrypted and account.mode is Mode.PLAIN:
        raise Forged("the body is encrypted, and the mode set up here is plain")
    if not encrypted and account.mode is Mode.SAFE:
        raise Forged("the body is not encrypted, and the mode set up here is safe")
    text = text_of(body)
    return opened(account.token, account.keys, query, text, now) if encrypted else Opened(text)


def opened(token: str, keys: tuple[Key, ...], query: Mapping[str, str], text: str, now: float) -> Opened:
    """The message in an encrypted body.

    Raises:
        Forged, Malformed: as in `open_`.
    """
    encrypted = fields_of(text).get("Encrypt")
    if not isinstance(encrypted, str) or not encrypted:
        raise Malformed("there is nothing encrypted in the body")
    signature.check(token, query.get("msg_signature", ""), *_when(query), encrypted, now=now)
    return Opened(*decrypt(keys, encrypted))


def seal(token: str, key: Key, xml: str, now: float) -> str:
    """A reply, encrypted and signed."""
    encrypted, timestamp, nonce = key.encrypt(xml), str(int(now)), secrets.token_hex(8)
    signed = signature.signature(token, timestamp, nonce, encrypted)
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signed)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )


def text_of(body: bytes) -> str:
    """A body as text.

    Raises:
        Malformed: it is not in UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Malformed("the body is not in UTF-8") from None


def _when(query: Mapping[str, str]) -> tuple[str, str]:
    return query.get("timestamp", ""), query.get("nonce", "")
