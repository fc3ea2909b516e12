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
from actions.forms.words import cue, lead, wholly
from knowledge.service import Service
from knowledge.text.folding import to_simplified
from knowledge.text.patterns import any_of
from knowledge.text.places import places_in

_BEFORE = re.compile(
    r"(?:(?<![想要能会拟算划望是否])在|来自|位于|总部(?:设?在)?|注册地(?:在|是)?|(?:国家|地区|国家或地区)\s*(?:是|为|:))\s*$"
    r"|\b(?:(?:we|i|our \w+|company|firm|based|located|headquartered|live|living)(?:'re|'m| are| am| is)? in|out of)\s+(?:the\s+|\w+,\s*)?$"
    r"|(?<!experts )(?<!specialists )(?<!partners )(?<!investors )(?<!engineers )(?<!scientists )(?<!talents )(?<!talent )(?<!suppliers )"
    r"\bfrom\s+(?:the\s+|\w+,\s*)?$"
    r"|\b(?:country|region|country or region)\s*(?:is|:|=)\s*(?:the\s+)?$"
)
_AFTER = re.compile(r"(?:的)?(?:公司|企业|大学|机构|研究所|团队|展商|厂商)")
_THEIRS = re.compile(r"的?(?:专家|人才|伙伴|投资|客户|技术|工程师|教授|学者|供应商|合作)")
"""What is said to be from a country, where it is not the visitor."""
_CLAUSE = re.compile(r"[,，;；、。]\s*$"), re.compile(r"\s*[,，;；、。]")
_SEAT = re.compile(r"(?:来自|位于|总部(?:设?在)|(?:我们|我司|本公司)(?:公司|单位|厂)?在|公司在|厂在)\s*(?P<v>[^,，;；。的想要参办\s]{2,8})")
"""Where in China somebody says to be."""
_LONGEST = 60


class Country(Reader):
    """The name in both languages where it is known ("意大利 Italy"), else the words."""

    strict = False
    in_prose = False

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The country or region that is named."""
        if any(wholly(command, said.folded) for command in ("yes", "no")):
            return Trouble("trouble_text", {"field": "country"})
        match, words = _any().search(said.folded), lead("country", said.plain)
        if match or words.lower() == "us":
            return written(_codes()[match.group()] if match else "US")
        if places_in(said.folded) and not cue("body", words):
            return f"{written('CN')} ({words})" if len(words) <= _LONGEST else written("CN")
        if sum(character.isalpha() for character in words) < 2 or len(words) > _LONGEST or cue("body", words):
            return Trouble("trouble_text", {"field": "country"})
        return said.own(words)

    def volunteered(self, said: Said) -> Found | None:
        """A country that somebody is said to be in or from."""
        for match in _any().finditer(said.folded):
            if _is_home(said.folded[: match.start()], said.folded[match.end() :]):
                return Found(written(_codes()[match.group()]), 0, 0)
        home = _SEAT.search(said.folded)
        return Found(f"{written('CN')} ({home['v']})", 0, 0) if home and places_in(home["v"]) else None


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
def _any() -> re.Pattern[str]:
    return any_of(_codes())


def _is_home(before: str, after: str) -> bool:
    """Whether a country that stands between these words is the visitor's own."""
    if _THEIRS.match(after):
        return False
    alone = _CLAUSE[0].search(before) and _CLAUSE[1].match(after)
    return bool(alone or _BEFORE.search(before) or _AFTER.match(after))
