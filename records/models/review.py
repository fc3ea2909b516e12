"""What staff say of a question that the assistant did not answer, or understood wrongly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Table, Text

from records.models.base import Moment, OneOf, belongs_to, metadata


class Verdict(str, Enum):
    """What a question is: one about a topic, one that is to get an answer of its own, far from the conference, or none at all."""

    QUESTION = "question"
    ANSWER = "answer"
    OUT_OF_SCOPE = "out_of_scope"
    NOTHING = "nothing"


reviews = Table(
    "reviews",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True, autoincrement=False),
    Column("verdict", OneOf(Verdict), nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("staff", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("exported_at", Moment, index=True),
)


@dataclass(frozen=True)
class Review:
    """question: the kind of question ("deadline"), topic: of the pack; "" where the verdict has none. zh, en: the answer that it is
    to get. exported_at: when it was handed out as a file.
    """

    message_id: int
    verdict: Verdict
    question: str
    topic: str
    zh: str
    en: str
    staff: str
    at: dt.datetime
    exported_at: dt.datetime | None
