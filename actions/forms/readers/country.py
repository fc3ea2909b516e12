"""Countries and regions: by their names in both languages (Unicode's CLDR, through Babel), and by Chinese provinces and cities."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.words import lead
from knowledge.service import Service
from knowledge.text.folding import to_simplified
from knowledge.text.places import places_in

_PLACED = (
    r"(?:在|来自|位于|总部(?:在|设在)?|注册地(?:在|是)?)\s*(?:the\s+)?{name}",
    r"\b(?:from|in|based in|located in|headquartered in|out of)\s+(?:the\s+|\w+,\s*)?{name}(?![a-z])",
    r"{name}(?:的)?(?:公司|企业|大学|机构|研究所|团队|展商|厂商)",
    r"(?:国家|地区|国家或地区|country|region)\s*(?:是|为|is|:)\s*{name}",
)
_LONGEST = 60


class Country(Reader):
    """The name in both languages where it is known ("意大利 Italy"), else the words."""

    strict = False

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The country or region that is named."""
        match = _any().search(said.folded)
        if match:
            return written(_codes()[match.group().lower()])
        if places_in(said.folded):
            words = lead("country", said.plain)
            return f"{written('CN')} ({words})" if len(words) <= _LONGEST else written("CN")
        words = lead("country", said.plain)
        if sum(character.isalpha() for character in words) < 2 or len(words) > _LONGEST:
            return Trouble("trouble_text", {"field": "country"})
        return words

    def volunteered(self, said: Said) -> Found | None:
        """A country that somebody is said to be in or from."""
        for pattern in _placed():
            match = pattern.search(said.folded)
            if match:
                return Found(written(_codes()[match["name"].lower()]), 0, 0)
        return None


def written(code: str) -> str:
    """A territory in both languages."""
    own = _names()["shown"].get(code)
    return str(own) if own else f"{to_simplified(Locale('zh').territories[code])} {Locale('en').territories[code]}"


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "country.yml").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Name in lower case → code of the territory."""
    found: dict[str, str] = {}
    for language in ("zh", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _names()["none"]:
                found[name.lower()] = code
    for code, names in _names()["also"].items():
        found.update({name.lower(): code for name in names})
    return found


@lru_cache(maxsize=1)
def _alternatives() -> str:
    names = sorted(_codes(), key=len, reverse=True)
    return "|".join(rf"(?<![a-z]){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n) for n in names)


@lru_cache(maxsize=1)
def _any() -> re.Pattern[str]:
    return re.compile(_alternatives(), re.I)


@lru_cache(maxsize=1)
def _placed() -> tuple[re.Pattern[str], ...]:
    name = f"(?P<name>{_alternatives()})"
    return tuple(re.compile(pattern.replace("{name}", name), re.I) for pattern in _PLACED)
