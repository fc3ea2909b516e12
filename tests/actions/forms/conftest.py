"""Messages as a form hears them, and the words of the real pack."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.forms.dialogue import Dialogue
from bot.settings import Settings
from knowledge.pack import load_pack
from knowledge.service import Service
from tests.actions.forms.short import FORM, SHARED

TODAY = dt.date(2023, 3, 1)


@pytest.fixture(scope="session")
def pack():
    """The pack in use, without an index."""
    return load_pack(Settings().pack_folder)


@pytest.fixture(scope="session")
def in_chinese(pack):
    """Words in Chinese on a day before the deadlines."""
    return Service(pack, "zh", TODAY)


@pytest.fixture(scope="session")
def in_english(pack):
    """Likewise in English."""
    return Service(pack, "en", TODAY)


@pytest.fixture
def dialogue(in_chinese):
    """The rules of the short form, after something else was filed."""
    return Dialogue(FORM, in_chinese, SHARED)
