"""Surnames of contacts: "郭老师", "姓王的那位", "Ms Guo", "somebody named Wang", "Wang's number"."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

from knowledge.pack import Pack

_AFTER = "老师|女士|先生|小姐|主任|经理|处长|科长|部长|主管|同志|总(?!体|共|数|部)|工(?!作)"
_BEFORE = r"mr|mrs|ms|miss|mx|dr|prof|professor|madam|sir|ask for|named|surnamed?|called|(?:family|last) name(?: is)?"
_OF_WHOM = r"(?:phone |telephone |mobile |cell )?number|phone|telephone|mobile|cell|e-?mail(?: address)?|contact(?:s| details)?"


class Surname(NamedTuple):
    """A surname found in a folded text: the people of the pack who have it, and its place in characters."""

    people: tuple[str, ...]
    start: int
    end: int


class Surnames:
    """Finds surnames of those who stand as contacts in a pack."""

    def __init__(self, pack: Pack) -> None:
        contacts = {id_ for fact in pack.facts.values() if fact.contact for id_ in fact.contact.people}
        self._people: dict[str, list[str]] = {}
        for id_, named in pack.names.people.items():
            if id_ in contacts:
                for name in (named.zh[0], named.en.split(" ")[0].lower()):
                    self._people.setdefault(name, []).append(id_)
        names = sorted(map(re.escape, self._people))
        han, latin = "|".join(n for n in names if not n.isascii()), "|".join(n for n in names if n.isascii())
        self._pattern = re.compile(
            rf"(?P<a>{han})(?:{_AFTER})|姓(?P<b>{han})"
            rf"|\b(?:{_BEFORE})\.? (?P<c>{latin})\b(?! [a-z]+@)|\b(?P<d>{latin}) (?:laoshi|xiansheng|nvshi|nushi)\b"
            rf"|\b(?:{_OF_WHOM}) (?:of|for) (?P<e>{latin})\b(?! [a-z]+@)|\b(?P<f>{latin})(?:'?s)? (?:{_OF_WHOM})\b"
        )

    def find(self, folded: str) -> Iterator[Surname]:
        """The surnames in a folded text, in order."""
        for match in self._pattern.finditer(folded) if self._people else ():
            name = next(filter(None, match.groups()))
            yield Surname(tuple(self._people[name]), match.start(), match.end())
