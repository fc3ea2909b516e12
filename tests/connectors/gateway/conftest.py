"""A conversation that may be handed over."""

from __future__ import annotations

import pytest

from connectors.gateway import Attendance, Gateway, Limits
from knowledge.handover.hours import read_hours
from tests.connectors.gateway.handing import SHENZHEN, TODAY, Handing, Talk, staff


@pytest.fixture
def talk_at(library, scribe):
    """A conversation while the hours are these."""

    def make(hours="always", **of):
        attendance = Attendance(read_hours(hours, SHENZHEN), **of)
        return Talk(Gateway(Handing(), scribe, Limits(turn=1.0), lambda: TODAY, attendance=attendance), scribe)

    return make


@pytest.fixture
def talk(talk_at):
    """With somebody who is there."""
    found = talk_at()
    staff(found)
    return found
