"""Encryption of bodies, both ways: AES-CBC under the account's key, and under the one before while the platform still uses it."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets

from wechatpy.crypto import PrpCrypto
from wechatpy.crypto.base import WeChatCipher

from connectors.wechat.errors import Forged

_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_BLOCK, _RANDOM, _LENGTH = 32, 16, 4
_CIPHER_BLOCK = 16


class Key:
    """One EncodingAESKey. owner: the app id (or corp id) that stands inside of every body.

    Raises:
        ValueError: it does not have the 43 characters of one.
    """

    def __init__(self, encoded: str, owner: str) -> None:
        if not _KEY.fullmatch(encoded):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self._key, self._owner = base64.b64decode(encoded + "="), owner

    def encrypt(self, text: str) -> str:
        """The body as the platform takes it."""
        return str(_Sealing(self._key).encrypt(text, self._owner), "ascii")

    def decrypt(self, encrypted: str) -> str | None:
        """What was encrypted under this key for its owner; None where it was not."""
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            return None
        if not sealed or len(sealed) % _CIPHER_BLOCK:
            return None
        return self._content(bytes(WeChatCipher(self._key).decrypt(sealed)))

    def _content(self, plain: bytes) -> str | None:
        """The text between random prefix, length, owner and padding."""
        padding, begin = plain[-1], _RANDOM + _LENGTH
        if not 1 <= padding <= _BLOCK or len(plain) < begin + padding:
            return None
        end = begin + int.from_bytes(plain[_RANDOM:begin], "big")
        body, owner = plain[begin:end], plain[end : len(plain) - padding]
        if end > len(plain) - padding or not hmac.compare_digest(owner, self._owner.encode()):
            return None
        try:
            return body.decode()
        except UnicodeDecodeError:
            return None


def decrypt(keys: tuple[Key, ...], encrypted: str) -> tuple[str, Key]:
    """The text, and which of the keys it was encrypted under.

    Raises:
        Forged: under none of them.
    """
    for key in keys:
        text = key.decrypt(encrypted)
        if text is not None:
            return text, key
    raise Forged("the body is encrypted under none of our keys, or for another account")


class _Sealing(PrpCrypto):  # type: ignore[misc] # wechatpy has no types
    """wechatpy draws the random prefix from `random`, which can be guessed."""

    def get_random_string(self) -> str:
        return secrets.token_hex(_RANDOM // 2)
