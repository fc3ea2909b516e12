"""The company's customer service as it is set up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from connectors.wechat.account import TOKEN, address, keys_of, matching
from connectors.wechat.crypto import Key

API = "https://qyapi.weixin.qq.com/cgi-bin/"
_HOSTS = re.compile(r"qyapi\.weixin\.qq\.com")
_CORP_ID, _SECRET, _SERVICE = re.compile(r"w[0-9A-Za-z]{8,40}"), re.compile(r"[0-9A-Za-z_-]{16,128}"), re.compile(r"wk[0-9A-Za-z_-]{4,62}")


@dataclass(frozen=True)
class Account:
    """corp_id: of the company. secret: of the application that may call customer service. token, keys: of its callback.
    services: ids of the customer-service accounts that are read at the start; others are known from their first callback on.
    """

    corp_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    keys: tuple[Key, ...] = field(repr=False)
    services: tuple[str, ...] = ()
    api: str = API


@dataclass(frozen=True)
class Credentials:
    """The section `wechat_kf` of credentials.yml; docs/wechat.md tells where each value is found.

    Raises:
        BadCredential: a value cannot be one.
    """

    corp_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    previous_aes_key: str = field(default="", repr=False)
    open_kfid: str = ""
    api: str = API

    def __post_init__(self) -> None:
        self.account()

    def account(self) -> Account:
        """The account."""
        services = tuple(part.strip() for part in self.open_kfid.split(",") if part.strip())
        return Account(
            corp_id=matching("corp_id", self.corp_id, _CORP_ID, "a CorpID begins with ww"),
            secret=matching("secret", self.secret, _SECRET, "a secret has 43 letters, digits, - and _"),
            token=matching("token", self.token, TOKEN, "a token has 3 to 32 letters and digits"),
            keys=keys_of(self.corp_id, aes_key=self.aes_key, previous_aes_key=self.previous_aes_key),
            services=tuple(matching("open_kfid", one, _SERVICE, "the id of a customer-service account begins with wk") for one in services),
            api=address("api", self.api, _HOSTS),
        )
