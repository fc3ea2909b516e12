"""Visitors who have filed something, and talk about it on the real pack's words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from actions.casework.talk import CaseTalk
from actions.forms.all import CASE_FORMS
from bot.settings import Settings
from connectors.gateway.scribe import in_memory
from knowledge.pack import load_pack
from knowledge.service import Service
from records import cases, visits
from records.cases import BoothKind, BoothRequest
from tests.actions.forms.heard import heard

TODAY = dt.date(2023, 3, 1)
BOOTH = BoothRequest(
    "Acme",
    "China",
    booth_kind=BoothKind.STANDARD,
    booths=2,
    exhibits="pumps",
    contact_name="Li",
    phone="+8613800138000",
    email="li@acme.cn",
)


@pytest.fixture(scope="session")
def pack():
    """The pack in use, without an index."""
    return load_pack(Settings().pack_folder)


@dataclass
class Desk:
    """Records in memory, and talk about what they hold."""

    scribe: Any
    pack: Any

    def visit(self, key="visitor"):
        """The public id of a visitor's conversation."""
        with self.scribe.database.begin() as session:
            return visits.open_conversation(session, "test", "", key, dt.datetime.now(dt.timezone.utc)).public_id

    def do(self, function, *arguments, **named):
        with self.scribe.database.begin() as session:
            return function(session, *arguments, **named)

    def file(self, place, details=BOOTH, message_id="m-1"):
        """A case that was filed there."""
        more = {"edition": "21", "language": "en", "late": False, "after_end": False, "now": dt.datetime.now(dt.timezone.utc)}
        return self.do(cases.submit, place, details, message_id=message_id, **more)

    def talk(self, place, text, language="en"):
        """What comes of a message."""
        return CaseTalk(self.scribe, place, Service(self.pack, language, TODAY), heard(text), CASE_FORMS)

    def mine(self, place):
        return self.do(cases.mine, place)

    def notes(self, case):
        return [(change.by, change.note, sorted(change.fields)) for change in self.do(cases.history, case.id)]


@pytest.fixture
def desk(pack):
    """Records in memory."""
    return Desk(in_memory(), pack)
