"""What a booth request says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from sqlalchemy import Boolean, Column, Integer, Table, Text

from records.models.base import Exact, OneOf, belongs_to, metadata


class BoothKind(str, Enum):
    """How a booth comes."""

    STANDARD = "standard"
    RAW_SPACE = "raw_space"
    NOT_SURE = "not_sure"


booth_requests = Table(
    "booth_requests",
    metadata,
    belongs_to("cases.id", "case_id", primary_key=True, autoincrement=False),
    Column("organisation", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("booth_kind", OneOf(BoothKind)),
    Column("square_metres", Exact),
    Column("booths", Integer),
    Column("exhibits", Text, nullable=False),
    Column("recruiting_desk", Boolean),
    Column("contact_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("size_words", Text, nullable=False),
)


@dataclass(frozen=True)
class BoothRequest:
    """A wish for a booth. "" and None are what is not known (yet).

    country: or region. zone: topic of the pack. booths: how many, where they are counted instead of square metres.
    recruiting_desk: whether one is wanted. phone: in E.164. size_words: of a range, whose
    upper end is the figure; or that the size is not decided.
    """

    organisation: str = ""
    country: str = ""
    zone: str = ""
    booth_kind: BoothKind | None = None
    square_metres: Decimal | None = None
    booths: int | None = None
    exhibits: str = ""
    recruiting_desk: bool | None = None
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    size_words: str = ""
