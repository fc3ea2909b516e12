"""Canned replies: a text in both languages, side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text

from records.models.base import BigId, Moment, metadata

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True)
class Canned:
    """name: what staff find it by. zh, en: the text, with {placeholders} (records/canned.py). by, at: who changed it last, when."""

    id: int
    name: str
    zh: str
    en: str
    by: str
    at: dt.datetime
