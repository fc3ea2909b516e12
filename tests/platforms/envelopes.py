"""WeChat's signatures and encryption, written from its documentation and apart from the code that is tested with it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_FIELD = re.compile(r"<(\w+)>(.*?)</\1>", re.S)


def signed(*parts: str) -> str:
    """The signature of these parts."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def encrypt(text: str, encoding_key: str, owner: str) -> str:
    """A body under an EncodingAESKey."""
    body = text.encode()
    plain = os.urandom(16) + struct.pack(">I", len(body)) + body + owner.encode()
    padding = 32 - len(plain) % 32
    encryptor = _cipher(encoding_key).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()).decode()


def decrypt(text: str, encoding_key: str, owner: str) -> str:
    """What is in such a body; it fails where it is for another owner."""
    decryptor = _cipher(encoding_key).decryptor()
    plain = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    length = struct.unpack(">I", plain[16:20])[0]
    assert plain[20 + length :].decode() == owner, "encrypted for another account"
    return plain[20 : 20 + length].decode()


def fields(xml: str) -> dict[str, str]:
    """The fields of a message that is one element of simple fields, each of text and CDATA sections."""
    inner = re.fullmatch(r"\s*<xml>(.*)</xml>\s*", xml, re.S)
    assert inner, f"no message: {xml[:200]!r}"
    return {name: _plain(value) for name, value in _split(inner[1])}


def xml(values: dict[str, object]) -> str:
    """A message of such fields. A text is a CDATA section; a number stands by itself; Raw is set as it is."""
    return "<xml>" + "".join(f"<{name}>{_written(value)}</{name}>" for name, value in values.items()) + "</xml>"


class Raw(str):
    """XML that is set as it is."""

    __slots__ = ()


def _written(value: object) -> str:
    if isinstance(value, (Raw, int)):
        return str(value)
    return f"<![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _split(inner: str) -> list[tuple[str, str]]:
    """Fields, where tags inside of a CDATA section are none."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return f"\0{len(hidden) - 1}\0"

    plain = re.sub(r"<!\[CDATA\[.*?\]\]>", hide, inner, flags=re.S)
    found = _FIELD.findall(plain)
    assert re.sub(r"\s", "", _FIELD.sub("", plain)) == "", f"something stands between the fields: {inner[:200]!r}"
    return [(name, re.sub("\0(\\d+)\0", lambda m: hidden[int(m[1])], value)) for name, value in found]


def _plain(value: str) -> str:
    parts = re.split(r"(<!\[CDATA\[.*?\]\]>)", value, flags=re.S)
    text = "".join(part[9:-3] if part.startswith("<![CDATA[") else part for part in parts)
    assert "<" not in "".join(part for part in parts if not part.startswith("<![CDATA[")), f"a field has elements in it: {value[:200]!r}"
    return text


def _cipher(encoding_key: str) -> Cipher:
    key = base64.b64decode(encoding_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
