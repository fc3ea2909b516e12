"""The parts of the desk, in the order in which they are shown; each to those who may see it."""

from __future__ import annotations

from dataclasses import dataclass

from desk.access import INSPECT, OVERSEE, READ, Rule
from records.models import Member


@dataclass(frozen=True)
class Part:
    """path: of its first page. key: of its name in `texts.yml`, and of its icon."""

    path: str
    key: str
    rule: Rule


PARTS = (
    Part("/", "inbox", READ),
    Part("/cases", "cases", READ),
    Part("/unanswered", "unanswered", OVERSEE),
    Part("/statistics", "statistics", OVERSEE),
    Part("/knowledge", "knowledge", READ),
    Part("/canned", "canned", READ),
    Part("/deliveries", "deliveries", OVERSEE),
    Part("/privacy", "privacy", INSPECT),
    Part("/staff", "staff", INSPECT),
)


def parts(member: Member) -> list[Part]:
    """Those that a member may see."""
    return [part for part in PARTS if member.role in part.rule.roles]


def current(path: str) -> str:
    """The key of the part that a page belongs to."""
    path = {"/audit": "/staff"}.get(path, "/" if path.startswith("/conversations") else path)
    fitting = [part for part in PARTS if path == part.path or (part.path != "/" and path.startswith(part.path + "/"))]
    return fitting[0].key if fitting else ""
