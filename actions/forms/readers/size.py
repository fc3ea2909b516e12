"""How much room a booth is to have: square metres or a number of booths."""

from __future__ import annotations

import re
from typing import Any

from actions.forms.readers.amounts import AMOUNT, amount, spread
from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.texts import text
from actions.forms.words import cue
from knowledge.service import Service
from knowledge.text.folding import as_written

_PLACES = r"(?<!(?<![十百零千\d])四)平(?![台均衡等安市])"  # 四平 is a city
_SIDED = r"(?:(?<=[\d十百千])|(?<=[十百][一二三四五六七八九]))方(?![案面法便式向])"  # 四方 is a name
_METRE = r"㎡|m2|m²|m\^2|sqm|sq\.? ?m(?:et(?:er|re)s?)?|square ?-?(?:met(?:er|re)s?|m)|qm"
_SQUARE = rf"(?:平方米|平方公尺|平方|平米|{_PLACES}|{_SIDED}|{_METRE})"
_FEET = r"(?:平方尺|平方英尺|平方呎|平尺|呎|sq\.? ?f(?:ee)?t\.?|sqft|square ?-?f(?:oo|ee)t)"
_PING = r"坪"
_METRES = {_FEET: 0.092903, _PING: 3.305785}
_UNITS = re.compile(
    rf"{AMOUNT}(?:\s*(?:-|~|—|–|到|至|to|or|and)\s*{AMOUNT})?\s*(?:多|左右|来)?\s*(?:个)?(?P<unit>{_FEET}|{_PING}|{_SQUARE})(?![a-z])", re.I
)
_SIDES = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d)?)\s*(?:m|米)?\s*(?:x|×|\*|乘以?|by)\s*(\d{1,3}(?:\.\d)?)\s*(?:m|米)?(?![\d.])", re.I)
_BOOTHS = re.compile(
    rf"(?:(?<![a-z\d]){AMOUNT}\s*(?:个|間|间)\s*(?:标准|标|光地|普通|国际标准)?(?:展位|摊位|展台|标摊|标展|位|(?:booths?|stands?)(?![a-z]))"
    rf"|(?:展位|摊位|展台|标摊|标展|光地)\s*[,，]?\s*{AMOUNT}\s*个"
    rf"|(?<![a-z\d]){AMOUNT}\s*(?:standard |shell scheme |raw |normal |regular |adjacent )*(?:booths?|stands?|stalls?)(?![a-z]))",
    re.I,
)
_ABOUT = r"大概|大约|约|差不多|about|around|approximately|roughly|some|maybe|just|就要?|只要?|~"
_ENDING = r"左右|吧|的|就行|就够了?|就好|only|please"
_BARE = re.compile(rf"(?:{_ABOUT})?\s*{AMOUNT}\s*(?:个|間|间)?\s*(?:{_ENDING})?", re.I)
_ONE = re.compile(r"an?|one|一", re.I)
_LEAST_AREA, _MOST_AREA, _MOST_BOOTHS = 4, 5000, 100
_BOOTHS_AT_MOST = 6  # a bare number up to this means booths: nobody asks for six square metres


class Size(Reader):
    """{"square_metres": 36} or {"booths": 2} or {"unsure": true}; "words" too where it is a range, with its upper end as the figure."""

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The size, a bare number included."""
        found = _area(said.plain) or _sides(said.plain) or _booths(said.plain, counted=True)
        if found:
            return _checked(found.value)
        bare = _BARE.fullmatch(said.folded)
        if bare and (figure := amount(bare[1])) is not None:
            return _checked({"booths": int(figure)} if figure <= _BOOTHS_AT_MOST and figure == int(figure) else {"square_metres": figure})
        several = spread(said.folded)
        if several:
            return _checked({"square_metres": several[1], "words": said.written})
        return {"unsure": True} if cue("unsure", said.folded) else Trouble("trouble_size")

    def volunteered(self, said: Said) -> Found | None:
        """A figure with its unit; "a booth" says nothing of its size."""
        for reader in (_area, _sides, _booths):
            found = reader(said.plain)
            if found and not isinstance(_checked(found.value), Trouble):
                return found
        return None

    def shown(self, value: Any, service: Service) -> str:
        """With its unit, and the visitor's own words for a range."""
        if value.get("unsure"):
            return text("size_unsure", service.language)
        key = "size_area" if "square_metres" in value else "size_booths"
        figure = value.get("square_metres", value.get("booths"))
        said = text(key if figure != 1 else f"{key}_one", service.language, figure=f"{figure:g}")
        return f"{said} ({as_written(value['words'])})" if value.get("words") else said


def _area(plain: str) -> Found | None:
    match = _UNITS.search(plain)
    if not match:
        return None
    figures = [figure for group in match.groups()[:2] if group and (figure := amount(group)) is not None]
    several = spread(match.group())
    if not figures and not several:
        return None
    metres = next((metres for unit, metres in _METRES.items() if re.fullmatch(unit, match["unit"], re.I)), 1.0)
    value: dict[str, Any] = {"square_metres": round((several[1] if several else max(figures)) * metres, 1)}
    if several or len(figures) > 1 or metres != 1:
        value["words"] = match.group()
    return Found(value, *match.span())


def _sides(plain: str) -> Found | None:
    match = _SIDES.search(plain)
    return Found({"square_metres": round(float(match[1]) * float(match[2]), 2)}, *match.span()) if match else None


def _booths(plain: str, *, counted: bool = False) -> Found | None:
    """A number of booths. counted: it is asked for, so that "a booth" is one."""
    for match in _BOOTHS.finditer(plain):
        written = next(group for group in match.groups() if group)
        figure = amount(written) if counted or not _ONE.fullmatch(written) else None
        if figure and figure == int(figure):
            return Found({"booths": int(figure)}, *match.span())
    return None


def _checked(value: dict[str, Any]) -> Any:
    if "booths" in value:
        return value if 1 <= value["booths"] <= _MOST_BOOTHS else Trouble("trouble_size")
    return value if _LEAST_AREA <= value["square_metres"] <= _MOST_AREA else Trouble("trouble_size_range")
