"""Another edition or year than the notice's: "第二十二届什么时候办", "dates of CIEP 2019"."""

from __future__ import annotations

import re

from knowledge.pack import Gap, Pack
from knowledge.text.numbers import integer

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d.])")
_ORDINAL = re.compile(
    r"第([\d一二三四五六七八九十]{1,4})届"
    r"|(?<![a-z\d])(?<!on the )(?<!until the )(?<!till the )(?<!by the )(?<!through the )"  # a day of the month
    r"(\d{1,3})(?:st|nd|rd|th)\b(?! (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|floor|hall))"
)
_OTHER = re.compile(
    r"去年|上届|上一届|往届|往年|前几届|历届|明年|下届|下一届"
    r"|last year|previous edition|next year|next edition|earlier editions|past editions"
)
_THIS = re.compile(r"今年|本届|这一?届|这次|\bthis (?:year|edition|time)\b")


def other_edition(pack: Pack, folded: str) -> bool:
    """Whether a folded question is about an edition or a year that the notice does not speak of."""
    years = {int(year) for year in _YEAR.findall(folded)}
    if years and years.isdisjoint(pack.years):
        return True
    ordinals = {integer(han or latin) for han, latin in _ORDINAL.findall(folded)} - {None}
    conference = {n for n in ordinals if n is not None and abs(n - pack.event.edition) <= 6}
    other = _OTHER.search(folded) and not _THIS.search(folded)  # "we won last year, and this year we want …"
    return bool(other) or (bool(conference) and pack.event.edition not in conference and not ordinals & _known_editions(pack))


def gap_of_editions(pack: Pack, folded: str) -> Gap | None:
    """The gap about earlier or later editions."""
    later = bool(re.search(r"明年|下届|下一届|next", folded)) or any(int(y) > pack.event.dates.start.year for y in _YEAR.findall(folded))
    return pack.gaps.get("gap.next_edition" if later else "gap.past_editions")


def _known_editions(pack: Pack) -> set[int | None]:
    return {f.value["edition"] for f in pack.facts.values() if isinstance(f.value.get("edition"), int)}
