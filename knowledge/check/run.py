"""All checks of a pack, in the order in which they are reported."""

from __future__ import annotations

from knowledge.check.completeness import completeness
from knowledge.check.doubles import doubles
from knowledge.check.finding import Finding
from knowledge.check.nearness import nearness
from knowledge.check.orphans import orphans
from knowledge.check.sameness import sameness
from knowledge.notice import Notice
from knowledge.pack import Pack


def check(pack: Pack, notice: Notice | None = None) -> list[Finding]:
    """What is to be mended in `pack`; without a notice, nothing is compared with one."""
    found = [*completeness(pack), *orphans(pack), *doubles(pack)]
    if notice:
        found += [*sameness(pack, notice), *nearness(pack, notice)]
    return found
