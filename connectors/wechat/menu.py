"""The account's menu: described in `menu.yml`, checked here, pushed by `./assistant wechat menu`; and what a tap on it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import yaml

from connectors.gateway import buttons
from connectors.wechat.caller import Caller
from connectors.wechat.split import size

FILE = Path(__file__).parent / "menu.yml"
_WISH = "wish:"
_MOST, _MOST_BELOW = 3, 5
_LONGEST_NAME, _LONGEST_BELOW, _LONGEST_KEY, _LONGEST_LINK = 16, 60, 128, 1024


class BadMenu(ValueError):
    """The file cannot be used; the text says what is wrong, and where."""


def read(website: str, path: Path = FILE) -> dict[str, Any]:
    """The menu as the platform takes it. website: of the pack.

    Raises:
        BadMenu: see there.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise BadMenu(f"{path.name} cannot be read as YAML") from None
    return {"button": [_above(entry, website) for entry in _few(entries, _MOST, "the menu")]}


async def push(caller: Caller, menu: Mapping[str, Any]) -> None:
    """Make it the account's menu; those who follow already see it within a day.

    Raises:
        Refused, Unreachable, DatabaseUnavailable: see `Caller.call`.
    """
    await caller.call("post", "menu/create", menu)


def meaning(key: str) -> tuple[str, Mapping[str, Any]] | None:
    """The words of a tap, and what it stands for, as it is stored; None where the key is none of ours."""
    if not key.startswith(_WISH):
        return (key, {"text": key}) if key.strip() else None
    wish, _, name = key.removeprefix(_WISH).partition(":")
    return (name, buttons.intent(wish)) if wish in buttons.ALLOWED and name.strip() else None


def _above(entry: Any, website: str) -> dict[str, Any]:
    name = _name(entry, _LONGEST_NAME)
    if "below" not in entry:
        return {"name": name, **_does(entry, name, website)}
    below = _few(entry["below"], _MOST_BELOW, name)
    return {"name": name, "sub_button": [{"name": (one := _name(e, _LONGEST_BELOW)), **_does(e, one, website)} for e in below]}


def _does(entry: Mapping[str, Any], name: str, website: str) -> dict[str, str]:
    kinds = [kind for kind in ("ask", "wish", "link") if isinstance(entry.get(kind), str) and entry[kind]]
    if len(kinds) != 1:
        raise BadMenu(f"{name}: it must have one of ask, wish and link")
    value = entry[kinds[0]]
    if kinds[0] == "link":
        return {"type": "view", "url": _short(value.format(website=website), _LONGEST_LINK, name)}
    if kinds[0] == "wish" and value not in buttons.ALLOWED:
        raise BadMenu(f"{name}: {value!r} is no intent that a button may stand for; there are {', '.join(sorted(buttons.ALLOWED))}")
    if kinds[0] == "ask" and value.startswith(_WISH):
        raise BadMenu(f"{name}: a question may not begin with {_WISH}")
    return {"type": "click", "key": _short(f"{_WISH}{value}:{name}" if kinds[0] == "wish" else value, _LONGEST_KEY, name)}


def _name(entry: Any, longest: int) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"]:
        raise BadMenu("each entry must have a name")
    return _short(entry["name"], longest, entry["name"])


def _short(value: str, longest: int, name: str) -> str:
    if size(value) > longest:
        raise BadMenu(f"{name}: {value!r} has {size(value)} bytes, and {longest} are allowed")
    return value


def _few(entries: Any, most: int, name: str) -> list[Any]:
    if not isinstance(entries, list) or not 1 <= len(entries) <= most:
        raise BadMenu(f"{name}: there must be 1 to {most} entries")
    return entries
