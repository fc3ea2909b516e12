"""Cases as they come from the records, without a database."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest

from records.cases import SORTS, Case, CaseState, kind_of
from tests.records.cases.conftest import NOW

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def filed():
    """Makes a case of details."""
    ids = itertools.count(1)

    def make(details, **changes):
        kind, number = kind_of(details), next(ids)
        case = Case(
            id=number, number=f"{SORTS[kind].prefix}-21-{number:04d}", kind=kind, state=CaseState.SUBMITTED, version=1, conversation_id=7,
            visitor_id=8, language="zh", channel="web", late=False, after_end=False, duplicate_of=None, assigned=None, due=None,
            filed_at=NOW, created_at=NOW, changed_at=NOW + dt.timedelta(hours=20), details=details,
        )  # fmt: skip
        return dataclasses.replace(case, **changes)

    return make
