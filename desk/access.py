"""Who may do what: a rule for each page, and what the rules mean. A page without a rule cannot be made (`Page`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Awaitable, Callable

from starlette.responses import Response

from records.models import Role

if TYPE_CHECKING:
    from desk.call import Call


@dataclass(frozen=True)
class Rule:
    """roles: of those who may, once they have signed in. half: only who is asked for a code. public: anybody."""

    roles: frozenset[Role] = frozenset()
    half: bool = False
    public: bool = False


PUBLIC = Rule(public=True)
CODE = Rule(half=True)
READ = Rule(frozenset(Role))
WORK = Rule(frozenset({Role.AGENT, Role.LEAD, Role.ADMINISTRATOR}))
LEAD = Rule(frozenset({Role.LEAD, Role.ADMINISTRATOR}))
OVERSEE = Rule(frozenset({Role.LEAD, Role.ADMINISTRATOR, Role.AUDITOR}))
ADMINISTER = Rule(frozenset({Role.ADMINISTRATOR}))
INSPECT = Rule(frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))


@dataclass(frozen=True)
class Page:
    """What answers to a method and a path, and for whom."""

    method: str
    path: str
    answer: Callable[[Call], Awaitable[Response]]
    rule: Rule
