"""The Official Account as it is set up: who it is, and what only it and the platform know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar
from urllib.parse import urlsplit

from connectors.mount import BadCredential
from connectors.wechat.crypto import Key

API = "https://api.weixin.qq.com/cgi-bin/"
_APP_ID, TOKEN, _SECRET = re.compile(r"wx[0-9A-Za-z]{8,30}"), re.compile(r"[0-9A-Za-z]{3,32}"), re.compile(r"[0-9A-Za-z]{16,64}")
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


@dataclass(frozen=True)
class Credentials:
    """The section `wechat` of credentials.yml; docs/wechat.md tells where each value is found.

    Raises:
        BadCredential: a value cannot be one.
    """

    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    mode: str = Mode.SAFE.value
    aes_key: str = field(default="", repr=False)
    previous_aes_key: str = field(default="", repr=False)
    original_id: str = ""
    customer_service: str = Allowed.AUTO.value
    menus: str = Allowed.AUTO.value
    api: str = API

    def __post_init__(self) -> None:
        self.account()

    def account(self) -> Account:
        """The account."""
        mode = _one_of("mode", self.mode, Mode.SAFE)
        if mode is not Mode.PLAIN and not self.aes_key:
            raise BadCredential("aes_key", f"is not set, and the mode {mode.value} needs it")
        return Account(
            app_id=matching("app_id", self.app_id, _APP_ID, "an AppID begins with wx"),
            token=matching("token", self.token, TOKEN, "a token has 3 to 32 letters and digits"),
            secret=matching("app_secret", self.app_secret, _SECRET, "an AppSecret has 32 letters and digits"),
            mode=mode,
            keys=keys_of(self.app_id, aes_key=self.aes_key, previous_aes_key=self.previous_aes_key),
            original_id=self.original_id,
            service=_one_of("customer_service", self.customer_service, Allowed.AUTO),
            menus=_one_of("menus", self.menus, Allowed.AUTO),
            api=address("api", self.api, _HOSTS),
        )


def matching(key: str, value: str, form: re.Pattern[str], what: str) -> str:
    """The value.

    Raises:
        BadCredential: it does not have this form.
    """
    if not form.fullmatch(value):
        raise BadCredential(key, f"cannot be used: {what}")
    return value


def address(key: str, value: str, hosts: re.Pattern[str]) -> str:
    """An address of the platform, with a slash at its end. Only its own hosts are called, and this machine for a rehearsal.

    Raises:
        BadCredential: it is somewhere else.
    """
    parts = urlsplit(value)
    host = parts.hostname or ""
    if not (parts.scheme == "https" and hosts.fullmatch(host)) and not (parts.scheme == "http" and host in _HERE):
        raise BadCredential(key, "cannot be used: it must be an https address of the platform")
    return value.rstrip("/") + "/"


def keys_of(owner: str, **values: str) -> tuple[Key, ...]:
    """The keys that are set, in their order.

    Raises:
        BadCredential: one is none.
    """
    found = []
    for key, value in values.items():
        try:
            found += [Key(value, owner)] if value else []
        except ValueError as error:
            raise BadCredential(key, f"cannot be used: {error}") from None
    return tuple(found)


def _one_of(key: str, value: str, default: E) -> E:
    try:
        return type(default)(value)
    except ValueError:
        raise BadCredential(key, f"must be one of {', '.join(member.value for member in type(default))}") from None
