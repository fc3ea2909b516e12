"""Sections of the notice: `附件2 三（四）` as a reader of either language cites it."""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator

_PARTS = {"通知": "Notice", "总体方案": "Overall plan"}
_SPECIAL = {"落款": "signature", "标题": "title", "导言": "introduction", "附件": "list of annexes"}
_HAN = "一二三四五六七八九十"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SECTION = re.compile(
    rf"(?P<part>通知|总体方案|附件(?P<annex>[1-9]))"
    rf"(?: (?:(?P<special>落款|标题|导言|附件)|(?P<chapter>[{_HAN}])(?P<section>（[{_HAN}]）)?(?P<item>[1-9])?))?"
)


class Section(str):
    """A place in the notice, written as in Chinese: `通知 一（一）`, `总体方案 三`, `附件6 二（四）2`, `通知 落款`."""

    __slots__ = ()

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[Any], "Section"]]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "Section":
        """The section that `value` names.

        Raises:
            ValueError: it does not have the form above.
        """
        if not isinstance(value, str) or not _SECTION.fullmatch(value):
            raise ValueError(f"{value!r} is not a section such as 附件2 三（四）, 通知 一（一） or 总体方案 三")
        return cls(value)

    @property
    def annex(self) -> int | None:
        """The number of the annex; None for the cover notice and the overall plan."""
        match = _SECTION.fullmatch(self)
        return int(match["annex"]) if match and match["annex"] else None

    def in_(self, language: str) -> str:
        """As it is cited in `zh` or `en`: `附件2 三（四）`, `Annex 2, III(4)`."""
        match = _SECTION.fullmatch(self)
        if language == "zh" or not match:
            return str(self)
        part = _PARTS.get(match["part"]) or f"Annex {match['annex']}"
        if match["special"]:
            return f"{part}, {_SPECIAL[match['special']]}"
        if not match["chapter"]:
            return part
        section = f"({_HAN.index(match['section'][1]) + 1})" if match["section"] else ""
        item = f".{match['item']}" if match["item"] else ""
        return f"{part}, {_ROMAN[_HAN.index(match['chapter'])]}{section}{item}"
