"""Settings: read once from the environment, with defaults that need nothing configured (docs/settings.md)."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.handover.hours import Hours, read_holidays, read_hours

ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "ASSISTANT_"
_LAST_PORT = 65535
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?|https?://\[[0-9a-f:]+\](?::\d+)?", re.I)


_ABOVE_ZERO = (
    "turn_timeout", "message_limit", "body_limit", "token_days", "retention_days", "case_days", "burst", "claim_minutes", "idle_minutes",
)  # fmt: skip


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """All that an operator can set; each field is the environment variable ASSISTANT_<FIELD>.

    host, port: where `serve` listens. pack: folder name under knowledge/packs. state: folder for what is kept
    between runs. models: folder of trained models. database: address of the records, "" for a file in `state`.
    today: a day to rehearse (ISO), None for the real clock. secret: signs visitors' tokens; made and kept in `state`
    where it is not set. turn_timeout: seconds before a turn counts as failed. message_limit: longest message, in
    characters. body_limit: longest request, in bytes. token_days: how long a visitor's token is good. retention_days:
    how long messages are kept; case_days: how long a case after its last change. rate, burst, address_rate: messages a
    minute of one visitor, how many of them at once, and messages a minute of one address; 0 for no limit. origins: other
    sites whose pages may use the web channel. proxies: addresses of proxies that may say whose request they pass on.
    public_url: where visitors reach the server, for links in replies; "" for where it listens.
    demo: show the demonstration page. desk: whether `serve` starts the desk; desk_host, desk_port: where it listens; desk_url:
    how staff reach it. staff_hours, staff_holidays, staff_zone: when staff are there (knowledge/handover/hours.py).
    claim_minutes: how long a visitor waits for somebody; idle_minutes: how long staff may do nothing. notify_webhook,
    notify_mail, notify_from: where staff are told who are not looking; notify_quiet: hours in which they are not;
    notify_language: in which.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    pack: str = "ciep-21-2023"
    state: Path = field(default_factory=lambda: ROOT / "var")
    models: Path = field(default_factory=lambda: ROOT / "models")
    database: str = field(default="", repr=False)
    today: dt.date | None = None
    secret: str = field(default="", repr=False)
    turn_timeout: float = 20.0
    message_limit: int = 1000
    body_limit: int = 65536
    token_days: float = 30.0
    retention_days: float = 90.0
    case_days: float = 730.0
    rate: float = 60.0
    burst: int = 20
    address_rate: float = 600.0
    origins: tuple[str, ...] = ()
    proxies: str = "127.0.0.1"
    demo: bool = True
    public_url: str = ""
    desk: bool = True
    desk_host: str = "127.0.0.1"
    desk_port: int = 8001
    desk_url: str = ""
    staff_hours: str = "mon-fri 09:00-18:00"
    staff_holidays: Path = field(default_factory=lambda: ROOT / "knowledge" / "handover" / "holidays.yml")
    staff_zone: str = ""
    claim_minutes: float = 10.0
    idle_minutes: float = 15.0
    notify_webhook: str = field(default="", repr=False)
    notify_mail: str = field(default="", repr=False)
    notify_from: str = ""
    notify_quiet: str = ""
    notify_language: str = "zh"

    def __post_init__(self) -> None:
        for name in ("port", "desk_port"):
            if not 0 <= getattr(self, name) <= _LAST_PORT:
                raise SettingsError(f"{_PREFIX}{name.upper()}: {getattr(self, name)} is not between 0 and {_LAST_PORT}.")
        for name in _ABOVE_ZERO:
            if not 0 < getattr(self, name) < float("inf"):
                raise SettingsError(f"{_PREFIX}{name.upper()}: {getattr(self, name)} is not a number above 0.")
        for name in ("rate", "address_rate"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise SettingsError(f"{_PREFIX}{name.upper()}: {getattr(self, name)} is not a number, or is below 0.")

    @property
    def pack_folder(self) -> Path:
        """The folder of the pack."""
        return ROOT / "knowledge" / "packs" / self.pack

    @property
    def records(self) -> str | Path:
        """Where the records are: an address, or the file in the state folder."""
        return self.database or self.state.absolute() / "records.db"

    def hours(self, zone: str) -> Hours:
        """When staff are there; in the time zone that is set, else in `zone`.

        Raises:
            SettingsError: what is set says no hours.
        """
        try:
            return read_hours(self.staff_hours, ZoneInfo(self.staff_zone or zone), read_holidays(self.staff_holidays))
        except ZoneInfoNotFoundError:
            raise SettingsError(f"{_PREFIX}STAFF_ZONE: there is no time zone {self.staff_zone!r}.") from None
        except (ValueError, OSError) as error:
            raise SettingsError(f"{_PREFIX}STAFF_HOURS, {_PREFIX}STAFF_HOLIDAYS: {error}") from None

    def quiet_hours(self, zone: str) -> Hours | None:
        """When staff are not told who are not looking; None: always.

        Raises:
            SettingsError: what is set says no hours.
        """
        try:
            return read_hours(self.notify_quiet, ZoneInfo(self.staff_zone or zone)) if self.notify_quiet else None
        except ValueError as error:
            raise SettingsError(f"{_PREFIX}NOTIFY_QUIET: {error}") from None

    def signing_secret(self) -> str:
        """The secret that signs tokens: the setting, else one kept in `state/secret` (mode 0600), made on first use.

        Raises:
            SettingsError: it cannot be kept there.
        """
        if self.secret:
            return self.secret
        path = self.state / "secret"
        try:
            return _kept_secret(path)
        except OSError as error:
            raise SettingsError(f"{path} cannot be used: {error.strerror}. Set {_PREFIX}STATE or {_PREFIX}SECRET.") from None


def _kept_secret(path: Path) -> str:
    """The secret in `path`, written whole before it gets its name: of several processes at once, all read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        new = path.with_name(f"secret.{secrets.token_hex(8)}")
        new.unlink(missing_ok=True)
        new.touch(0o600)
        new.write_text(secrets.token_urlsafe(32))
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
    kept = path.read_text().strip()
    if not kept:
        raise SettingsError(f"{path} is empty. Remove it, and a new one is made.")
    return kept


def _origins(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    if not all(_ORIGIN.fullmatch(part) for part in found):
        raise ValueError(text)
    return found


def _url(text: str) -> str:
    found = _origins(text)
    if len(found) > 1:
        raise ValueError(text)
    return found[0] if found else ""


def _web_address(text: str) -> str:
    if text and not re.match(r"https?://\S+$", text):
        raise ValueError(text)
    return text


def _mail_server(text: str) -> str:
    if text and not re.match(r"smtps?://\S+$", text):
        raise ValueError(text)
    return text


def _language(text: str) -> str:
    if text not in {"zh", "en"}:
        raise ValueError(text)
    return text


def _switch(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise ValueError(text)
    return text.lower() == "on"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that `environment` gives.

    Raises:
        SettingsError: an ASSISTANT_… variable is unknown or cannot be read.
    """
    readers: dict[str, Callable[[str], object]] = {
        "host": str, "port": int, "pack": str, "state": Path, "models": Path, "today": dt.date.fromisoformat,
        "secret": str, "turn_timeout": float, "message_limit": int, "body_limit": int, "token_days": float, "database": str,
        "retention_days": float, "case_days": float,
        "rate": float, "burst": int, "address_rate": float, "origins": _origins, "proxies": str, "demo": _switch, "public_url": _url,
        "desk": _switch, "desk_host": str, "desk_port": int, "desk_url": _url, "staff_hours": str, "staff_holidays": Path,
        "staff_zone": str, "claim_minutes": float, "idle_minutes": float,
        "notify_webhook": _web_address, "notify_mail": _mail_server, "notify_from": str, "notify_quiet": str, "notify_language": _language,
    }  # fmt: skip
    values: dict[str, object] = {}
    for name, text in environment.items():
        if not name.startswith(_PREFIX):
            continue
        key = name.removeprefix(_PREFIX).lower()
        if key not in readers:
            raise SettingsError(f"{name}: there is no such setting; see docs/settings.md.")
        try:
            values[key] = readers[key](text)
        except ValueError:
            raise SettingsError(f"{name}: {text!r} cannot be used; docs/settings.md says what it takes.") from None
    settings = Settings(**values)  # type: ignore[arg-type]
    if not settings.pack_folder.is_dir():
        raise SettingsError(f"{_PREFIX}PACK: there is no folder knowledge/packs/{settings.pack}.")
    return settings
