"""Which sections of the notice the pack's facts come from."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.notice import Notice, Numbered, is_within
from knowledge.pack import Pack


class Covered(NamedTuple):
    """A numbered section: how many facts cite it, and how many cite it or something below it."""

    section: Numbered
    own: int
    within: int


def coverage(pack: Pack, notice: Notice) -> list[Covered]:
    """Every numbered section of the notice, in its order."""
    cited = [set(fact.source) for fact in pack.facts.values()]
    return [
        Covered(
            numbered,
            sum(numbered.section in sections for sections in cited),
            sum(any(is_within(section, numbered.section) for section in sections) for sections in cited),
        )
        for numbered in notice.numbered
    ]
