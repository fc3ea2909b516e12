"""What the gateway itself says to visitors: `texts.yml`, all languages of a text side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.text.folding import to_traditional


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """All texts: name → language → text; or name → {"text": …, "buttons": […]}."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yml").read_text(encoding="utf-8"))
    return found


def text(name: str, tag: str, **values: object) -> str:
    """A text, with its values filled in. tag: `zh`, `zh-Hant` or `en`."""
    entry = texts()[name]
    return written(entry.get("text", entry), tag).format(**values)


def said(name: str, tag: str, kind: Kind = Kind.SMALLTALK, **values: object) -> Reply:
    """A text as a reply, with its buttons. tag: as above."""
    buttons = tuple(
        Button(written(button["title"], tag), f"/{button['intent']}" if "intent" in button else "")
        for button in texts()[name].get("buttons", ())
    )
    return Reply(text(name, tag, **values), Metadata(kind, _language(tag)), buttons)


def written(entry: Mapping[str, str], tag: str) -> str:
    """Of a text in all languages, the one for `zh`, `zh-Hant` or `en`."""
    found = entry[_language(tag)]
    return to_traditional(found) if tag == "zh-Hant" else found


def speaks_all(name: str) -> bool:
    """Whether a text speaks to visitors of every language at once, being the same in all of them."""
    entry = texts()[name]
    return len(set(entry.get("text", entry).values())) == 1


def titles(name: str) -> list[set[str]]:
    """The titles of a text's buttons, button by button, in all languages and scripts."""
    return [{*button["title"].values(), to_traditional(button["title"]["zh"])} for button in texts()[name]["buttons"]]


def _language(tag: str) -> str:
    return tag.partition("-")[0]
