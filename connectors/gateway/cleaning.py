"""Cleaning: what of a visitor's text is kept and shown, and what of it may reach the dialogue."""

from __future__ import annotations

import re
import unicodedata

from knowledge.text.folding import clean

# Letters and marks that take no space and say nothing by themselves: joiners, fillers of Hangul, Khmer and Mongolian,
# variation selectors. `clean` removes those that Unicode counts among control and format characters.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_SLASHES = frozenset("/\\⁄∕⧸╱")
_ORDER = re.compile(r"[/\\⁄∕⧸╱][\s/]*[A-Za-z_]\w*\s*(?:\{.*\})?\s*", re.S)  # "/restart", "/ask_phone{…}": no words of a visitor
_LONGEST_ORDER = 400


def visible(text: str) -> str:
    """`text` without what cannot be seen."""
    return clean(_UNSEEN.sub("", clean(text)))


def sanitize(text: str) -> str:
    """What of a visitor's text may reach the dialogue: no invisible characters, no leading slash of any kind.

    Rasa takes a text that begins with a slash for an intent, or for an order such as /restart.
    """
    text = visible(text)
    while text[:1] in _SLASHES or text[:1].isspace():
        text = text[1:]
    return text if any(c.isalnum() or not c.isspace() for c in text) else ""


def kept(text: str, longest: int) -> str:
    """What is stored and shown of a text: as it was written, lines too, without what cannot be seen.

    What is longer than `longest` characters is cut there, with an ellipsis in the place of the last.
    """
    text = _UNSEEN.sub("", _ANSI.sub("", text[: 4 * longest + _LONGEST_ORDER]))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE).strip()
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def trouble(text: str, longest: int) -> str | None:
    """Why a text is not handed to the assistant, as the name of the sentence that says so; None where it is."""
    said = sanitize(text)
    if not said:
        return "nothing_said"
    if _ORDER.fullmatch(visible(text[:_LONGEST_ORDER])):
        return "not_understood"
    return "too_long" if len(said) > longest else None
