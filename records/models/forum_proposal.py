"""What a forum proposal says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Date, Integer, Table, Text

from records.models.base import OneOf, belongs_to, metadata


class ForumKind(str, Enum):
    """What is to be held."""

    PARALLEL_FORUM = "parallel_forum"
    THEMATIC_MEETING = "thematic_meeting"
    POLICY_RELEASE = "policy_release"
    SEMINAR = "seminar"
    NOT_SURE = "not_sure"


forum_proposals = Table(
    "forum_proposals",
    metadata,
    belongs_to("cases.id", "case_id", primary_key=True, autoincrement=False),
    Column("host", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("forum_kind", OneOf(ForumKind)),
    Column("preferred_date", Date),
    Column("date_wish", Text, nullable=False),
    Column("people", Integer),
    Column("venue_wish", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
)


@dataclass(frozen=True)
class ForumProposal:
    """A wish to hold a forum. "" and None are what is not known (yet).

    host: the body that holds it. date_wish: in words, where it is no single day. people: how many. phone: in E.164.
    """

    host: str = ""
    title: str = ""
    forum_kind: ForumKind | None = None
    preferred_date: dt.date | None = None
    date_wish: str = ""
    people: int | None = None
    venue_wish: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
