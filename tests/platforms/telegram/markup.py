"""Telegram's HTML, read as Telegram reads it: few tags, well nested, and what is not HTML is refused."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[^<>]*)?)>")
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "tg-spoiler", "span", "blockquote"}
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")


class Unparsed(ValueError):
    """What Telegram says of text that is not its HTML."""


def plain(text: str) -> str:
    """The text that a visitor sees.

    Raises:
        Unparsed: it is not Telegram's HTML.
    """
    found, open_, at = [], [], 0
    while at < len(text):
        if text[at] != "<":
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            found.append(_ENTITY.sub(lambda match: html.unescape(match[0]), text[at:end]))
            at = end
            continue
        tag = _TAG.match(text, at)
        if tag is None:
            raise Unparsed(f"can't parse entities: Unexpected end of name token at byte offset {_offset(text, at)}")
        closes, name = bool(tag[1]), tag[2].lower()
        if name not in _TAGS:
            raise Unparsed(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_offset(text, at)}')
        if closes and (not open_ or open_.pop() != name):
            raise Unparsed(f"can't parse entities: Unmatched end tag at byte offset {_offset(text, at)}")
        if not closes:
            open_.append(name)
        at = tag.end()
    if open_:
        raise Unparsed(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_[-1]}\"")
    return "".join(found)


def _offset(text: str, at: int) -> int:
    return len(text[:at].encode())
