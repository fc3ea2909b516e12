"""Databases of each kind, for the tests of the database."""

from __future__ import annotations

import datetime as dt

import pytest

from records import transcript

NOW = dt.datetime(2023, 3, 1, 9, 30, 15, 250, tzinfo=dt.timezone.utc)


def texts(database, conversation):
    with database.read() as session:
        return [message.text for message in transcript.transcript(session, conversation.id)]


ONLY_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
