"""Commands (`/help`): what each stands for. A command never reaches the assistant as such: it is an allowed intent, or plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Mapping

import yaml

from connectors.gateway.buttons import about, intent
from connectors.gateway.own import saying
from knowledge import library

_WRITTEN = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]{1,64}))?(?:\s+(?P<rest>.*))?", re.S)
_LANGUAGES = {"zh": "speak_chinese", "en": "speak_english"}
_NAMES = {"zh": "zh", "cn": "zh", "中文": "zh", "chinese": "zh", "汉语": "zh", "en": "en", "english": "en", "英文": "en", "英语": "en"}


@dataclass(frozen=True)
class Command:
    """name: in lower case. bot: whose it is, "" where that is not said. rest: what follows it."""

    name: str
    bot: str = ""
    rest: str = ""


def read(text: str) -> Command | None:
    """The command that a message is; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    return Command(found["name"].lower(), (found["bot"] or "").lower(), (found["rest"] or "").strip()) if found else None


def meaning(command: Command, language: str | None) -> Mapping[str, Any] | None:
    """What a command stands for, as a message's meaning; None for one that there is not. language: of the visitor's Telegram."""
    meant = _MEANINGS.get(command.name)
    return meant(command.rest, language or "en") if meant else None


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """The texts of this channel: name → language → text."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return found


def _start(rest: str, language: str) -> Mapping[str, Any]:
    """A deep link (`t.me/<bot>?start=booth`) that names a topic begins with what there is to say of it, and files nothing."""
    topic = library.shared().index().pack.topics.get(rest)
    return about(topic.name.in_(language), language) if topic else {"text": texts()["start"][language]}


def _language(rest: str, _language: str) -> Mapping[str, Any]:
    wanted = _NAMES.get(rest.lower())
    return intent(_LANGUAGES[wanted]) if wanted else saying("choose_language")


_MEANINGS: Mapping[str, Callable[[str, str], Mapping[str, Any]]] = {
    "start": _start,
    "help": lambda _, __: intent("help"),
    "language": _language,
    "human": lambda _, __: intent("want_person"),
    "cancel": lambda _, language: {"text": texts()["cancel"][language]},
}
