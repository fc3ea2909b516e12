"""What Telegram needs of an operator: the section `telegram` of credentials.yml (docs/telegram.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from connectors.mount import BadCredential

API = "https://api.telegram.org"
PATH = "/telegram/webhook"
"""Where the server is called; it follows the address in `url`."""
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = {None, 443, 80, 88, 8443}


@dataclass(frozen=True)
class Credentials:
    """token: of the bot, from @BotFather. secret: that Telegram sends along with each call. url: this server's public address,
    without the path. polling: "on" asks Telegram for updates instead, for development. api: another Bot API server than Telegram's.

    Raises:
        BadCredential: one cannot be used, or is missing beside the others.
    """

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    url: str = ""
    polling: str = "off"
    api: str = API

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.token):
            raise BadCredential("token", "is no token of a bot, such as @BotFather gives: digits, a colon, letters and digits.")
        if self.polling.lower() not in {"on", "off"}:
            raise BadCredential("polling", 'must be "on" or "off".')
        if urlsplit(self.api).scheme not in {"http", "https"} or not _host(self.api):
            raise BadCredential("api", f"is no address such as {API}.")
        if not self.polls:
            self._check_webhook()

    @property
    def polls(self) -> bool:
        """Whether updates are asked for; else Telegram calls."""
        return self.polling.lower() == "on"

    @property
    def account(self) -> str:
        """The bot's id, which its token begins with; no secret."""
        return self.token.partition(":")[0]

    @property
    def webhook(self) -> str:
        """The address that Telegram calls."""
        return self.url.rstrip("/") + PATH

    def _check_webhook(self) -> None:
        if not self.url:
            raise BadCredential("url", "is not set: the public address of this server, such as https://assistant.example.org.")
        if not _host(self.url) or (self.api == API and urlsplit(self.url).scheme != "https"):
            raise BadCredential("url", "is no address that Telegram can call: it must begin with https://.")
        if self.api == API and _port(self.url) not in _PORTS:
            raise BadCredential("url", "has a port that Telegram does not call: 443, 80, 88 and 8443 it does.")
        if not self.secret:
            raise BadCredential(
                "secret", "is not set: letters and digits of your own, known to nobody, such as `openssl rand -hex 32` gives."
            )
        if not _SECRET.fullmatch(self.secret):
            raise BadCredential("secret", "must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return -1
