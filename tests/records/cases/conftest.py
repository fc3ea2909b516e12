"""Cases of a visitor who wants a booth, has a need, proposes a forum."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from records import cases
from records.cases import BoothKind, BoothRequest, Direction, EoNeed, ForumKind, ForumProposal, Handoff, HandoffReason, Party, Subject

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)
REACHED = {"contact_name": "Li Lei", "phone": "+8613800138000", "email": "li.lei@example.org"}
BOOTH = BoothRequest(
    "Lidar Ltd.", "China", "zone_technology", BoothKind.STANDARD, Decimal("36.5"), 2, "激光雷达", recruiting_desk=True, **REACHED
)
NEED = EoNeed(
    Direction.OFFER, Subject.TALENT, Party.PERSON, "Post-doc", "materials science", "batteries", country="France", degree="PhD",
    languages="English", post="post-doc", confidential=False, **REACHED,
)  # fmt: skip
FORUM = ForumProposal("大学", "A forum", ForumKind.SEMINAR, dt.date(2023, 4, 15), "", 80, "hall 1", **REACHED)
HANDOFF = Handoff(HandoffReason.ASKED, "转人工", "forum")
ALL = [BOOTH, NEED, FORUM, HANDOFF]


@dataclass
class Desk:
    """Files cases in a world; each method is a transaction of its own."""

    world: object

    def file(self, talk, details=BOOTH, message_id="m-1", now=NOW, **more):
        values = {"edition": "21", "language": "en", "late": False, "after_end": False, **more}
        return self.world.do(cases.submit, talk.id, details, message_id=message_id, now=now, **values)

    def move(self, case, *states, by="wang", now=NOW):
        """The case after these steps."""
        for state in states:
            case = self.world.do(cases.set_state, case.id, state, by, now, version=case.version)
        return case


@pytest.fixture
def desk(world):
    """Files cases."""
    return Desk(world)


@pytest.fixture
def talk(world):
    """A visitor's conversation."""
    return world.visit()
