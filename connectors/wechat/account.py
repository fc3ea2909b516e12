"""The Official Account as it is set up: who it is, and what only it and the platform know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Mapping, TypeVar
from urllib.parse import urlsplit

from connectors.wechat.crypto import Key

API = "https://api.weixin.qq.com/cgi-bin/"
_APP_ID, _TOKEN, _SECRET = re.compile(r"wx[0-9A-Za-z]{8,30}"), re.compile(r"[0-9A-Za-z]{3,32}"), re.compile(r"[0-9A-Za-z]{16,64}")
_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)?api2?\.weixin\.qq\.com")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


E = TypeVar("E", bound=Enum)


class Mode(str, Enum):
    """How bodies come, as it is chosen at mp.weixin.qq.com: as they are, both ways at once, or encrypted."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


class Allowed(str, Enum):
    """Whether an account may do something; AUTO: it is tried, and what the platform says is remembered."""

    YES = "yes"
    NO = "no"
    AUTO = "auto"


@dataclass(frozen=True)
class Account:
    """app_id: AppID. token: signs requests. secret: AppSecret, fetches access tokens. keys: EncodingAESKey, and the one before
    it. original_id: the account's own id (`gh_…`), "" where it is not checked. service: customer-service messages; menus:
    buttons in them. api: where the platform is called.
    """

    app_id: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    mode: Mode = Mode.SAFE
    keys: tuple[Key, ...] = field(default=(), repr=False)
    original_id: str = ""
    service: Allowed = Allowed.AUTO
    menus: Allowed = Allowed.AUTO
    api: str = API

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Account":
        """The account of a section of `credentials.yml`.

        Raises:
            ValueError: a value is missing or cannot be one; the text begins with its name, and never holds it.
        """
        unknown = sorted(set(values) - set(FIELDS))
        if unknown:
            raise ValueError(f"{unknown[0]}: there is no such field; there are {', '.join(FIELDS)}")
        app_id = _matching(values, "app_id", _APP_ID, "an AppID begins with wx")
        mode = _one_of(values, "mode", Mode.SAFE)
        return cls(
            app_id=app_id,
            token=_matching(values, "token", _TOKEN, "a token has 3 to 32 letters and digits"),
            secret=_matching(values, "secret", _SECRET, "an AppSecret has 32 letters and digits"),
            mode=mode,
            keys=_keys(values, app_id, needed=mode is not Mode.PLAIN),
            original_id=values.get("original_id", ""),
            service=_one_of(values, "customer_service", Allowed.AUTO),
            menus=_one_of(values, "menus", Allowed.AUTO),
            api=host_of(values.get("api") or API, _HOSTS),
        )


FIELDS = ("app_id", "token", "secret", "mode", "aes_key", "previous_aes_key", "original_id", "customer_service", "menus", "api")
"""What a section may hold."""


def host_of(address: str, hosts: re.Pattern[str]) -> str:
    """An address of the platform, with a slash at its end. Only its own hosts are called, and this machine for a rehearsal.

    Raises:
        ValueError: it is somewhere else.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not (parts.scheme == "https" and hosts.fullmatch(host)) and not (parts.scheme == "http" and host in _HERE):
        raise ValueError("api: it must be an https address of the platform")
    return address.rstrip("/") + "/"


def _matching(values: Mapping[str, str], name: str, form: re.Pattern[str], what: str) -> str:
    value = values.get(name, "")
    if not form.fullmatch(value):
        raise ValueError(f"{name}: {'it is missing' if not value else what}")
    return value


def _one_of(values: Mapping[str, str], name: str, default: E) -> E:
    kind = type(default)
    try:
        return kind(values.get(name) or default.value)
    except ValueError:
        raise ValueError(f"{name}: it must be one of {', '.join(member.value for member in kind)}") from None


def _keys(values: Mapping[str, str], owner: str, *, needed: bool) -> tuple[Key, ...]:
    found = []
    for name in ("aes_key", "previous_aes_key"):
        if not values.get(name):
            continue
        try:
            found.append(Key(values[name], owner))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    if needed and not values.get("aes_key"):
        raise ValueError("aes_key: it is missing, and the mode needs it")
    return tuple(found)
