"""Reads a notice: its numbered sections, and the dates, numbers, addresses, people and bodies that stand in it.

The notice itself is no part of the project; an operator or a check hands in its text. What is found here is compared
with a pack (`knowledge.check`). Texts of a pack are read by the same functions, so both sides are normalised alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Iterator

from knowledge.pack.section import Section

_HAN = "一二三四五六七八九十"
_ANNEX = re.compile(r"附件\s*([1-9])")
_TITLE = re.compile(r"第[^，。；\s]+届[^，。；\s]*\s[^，。；]+")
_CHAPTER = re.compile(rf"([{_HAN}])、\s*(.+)")
_SECTION = re.compile(rf"[（(]([{_HAN}])[）)]\s*(.+)")
_ITEM = re.compile(r"([1-9])\s*[.．]\s*(.+)")
_SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_LIST_OF_ANNEXES = re.compile(r"(?:- )?附件[:：]")

_BRACKET = re.compile(r"[〔\[]([^〔〕\[\]]+)[〕\]]")
_ROLES = "主办|承办|执行|合作|协办|支持"
_ROLE_LINE = re.compile(rf"(?:{_ROLES})单位[:：](.+?)(?:。|(?=(?:{_ROLES})单位[:：]|[{_HAN}]、))")
_ROLE = re.compile(r"(?:牵头|主办|承办|协办|支持|执行|指导)$")
_ASIDE = re.compile(r"（以下简称[^）]*）")
_BODY_END = re.compile(r"(?:中心|局|厅|委|会|部|办|司|处|政府|院|所|大学|集团|公司|单位|机构)$")
_PEOPLE = re.compile(r"联系人[:：]\s*(\S+)")


@dataclass(frozen=True)
class Numbered:
    """A numbered section of the notice: where it stands, its heading or first line, and all its own text."""

    section: Section
    heading: str
    text: str


@dataclass(frozen=True)
class Notice:
    """A notice. text: as it was read. sections: the numbered ones and the unnumbered frame (title, signature …), in order."""

    text: str
    sections: tuple[Numbered, ...]

    @property
    def running(self) -> str:
        """The text without line and page breaks and without blanks: sentences run on over them."""
        return running(self.text)

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """The sections that have a number: chapters, sections, items."""
        return tuple(s for s in self.sections if re.search(rf" [{_HAN}]", s.section))

    def text_of(self, section: Section) -> str:
        """The text of a section with all that stands below it; empty where there is none."""
        return "\n".join(s.text for s in self.sections if is_within(s.section, section))


def is_within(section: str, other: str) -> bool:
    """Whether `section` is `other` or stands below it: `附件6 二（四）2` is within `附件6 二（四）` and `附件6`."""
    rest = section.removeprefix(other)
    if rest == section:
        return False
    return not rest or rest[0] in " （123456789"


def running(text: str) -> str:
    """`text` without any blank or line break."""
    return re.sub(r"\s+", "", text)


def read_notice(text: str) -> Notice:
    """The notice whose text is `text`; lines that belong to no number go with what stands above them."""
    place = _Place()
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        found.setdefault(place.of(line), []).append(line)
    return Notice(text, tuple(Numbered(Section(key), _heading(lines[0]), "\n".join(lines)) for key, lines in found.items()))


class _Place:
    """Where in the notice a reader is, line after line."""

    def __init__(self) -> None:
        self.part, self.special, self.chapter, self.section, self.item = "通知", "标题", "", "", ""
        self.titled = True

    def of(self, line: str) -> str:
        """The section that `line` belongs to."""
        if annex := _ANNEX.fullmatch(line):
            self._begin(f"附件{annex[1]}", titled=False)
        elif _TITLE.fullmatch(line):
            self._title()
        elif _LIST_OF_ANNEXES.match(line):
            self._move("", "", "", special="附件")
        elif self.part == "通知" and _SIGNED.fullmatch(line):
            self._move("", "", "", special="落款")
        elif match := _CHAPTER.fullmatch(line):
            self._move(match[1], "", "")
        elif self.chapter and (match := _SECTION.fullmatch(line)):
            self._move(self.chapter, f"（{match[1]}）", "")
        elif self.chapter and (match := _ITEM.fullmatch(line)):
            self._move(self.chapter, self.section, match[1])
        elif self.special == "标题" and (self.part != "通知" or line.endswith(("：", "。"))):
            self.special = "标题" if line.endswith("方案") else "导言"
        return self._key()

    def _title(self) -> None:
        if self.titled:
            self._begin("总体方案" if self.part == "通知" else self._next_annex(), titled=True)
        self.titled = True

    def _next_annex(self) -> str:
        return f"附件{int(self.part[2:]) + 1}" if self.part.startswith("附件") else "附件1"

    def _begin(self, part: str, titled: bool) -> None:
        self.part, self.titled = part, titled
        self._move("", "", "", special="标题")

    def _move(self, chapter: str, section: str, item: str, special: str = "") -> None:
        self.chapter, self.section, self.item, self.special = chapter, section, item, special

    def _key(self) -> str:
        tail = self.special or f"{self.chapter}{self.section}{self.item}"
        return f"{self.part} {tail}" if tail else self.part


def _heading(line: str) -> str:
    """The heading of a section from its first line: without its number, and cut where the line is a whole paragraph."""
    for pattern in (_CHAPTER, _SECTION, _ITEM):
        if match := pattern.fullmatch(line):
            line = match[2]
            break
    return line if len(line) <= 24 else f"{line[:23]}…"


# What is compared with a pack


def people_in(text: str) -> frozenset[str]:
    """The persons on the `联系人` lines."""
    return frozenset(name for line in _PEOPLE.findall(text) for name in line.split("、"))


def bodies_in(text: str) -> frozenset[str]:
    """The bodies in brackets after a paragraph and on the lines 主办单位, 承办单位 …; what they do is left out."""
    text = running(text)
    lists = [*_BRACKET.findall(text), *_ROLE_LINE.findall(text)]
    return frozenset(body for found in lists for clause in _clauses(found) for body in _split(clause))


def _clauses(found: str) -> Iterator[str]:
    for clause in re.split(r"[，,。；]|(?<=）)和", _ASIDE.sub("", found)):
        named = re.sub(r"等$", "", clause)
        if named:
            yield named


def _split(clause: str) -> Iterator[str]:
    """The bodies of `A、B、C`: `北京、天津、河北科技厅（委、局）` is one, for the first two pieces are no bodies by themselves."""
    waiting: list[str] = []
    for piece in _outside_brackets(clause):
        waiting.append(_ROLE.sub("", piece))
        if _BODY_END.search(re.sub(r"（[^）]*）$", "", waiting[-1])):
            yield "、".join(waiting)
            waiting = []
    if waiting:
        yield "、".join(waiting)


def _outside_brackets(clause: str) -> Iterable[str]:
    return re.split(r"、(?![^（]*）)", clause)
