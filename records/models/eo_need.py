"""What a need or an offer for the EO (supply and demand) system says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Boolean, Column, Table, Text

from records.models.base import OneOf, belongs_to, metadata


class Direction(str, Enum):
    """Whether something is offered or looked for."""

    OFFER = "offer"
    DEMAND = "demand"


class Subject(str, Enum):
    """What is offered or looked for."""

    PROJECT = "project"
    TECHNOLOGY = "technology"
    TALENT = "talent"
    FUNDING = "funding"


class Party(str, Enum):
    """For whom it is filed."""

    ORGANISATION = "organisation"
    PERSON = "person"


eo_needs = Table(
    "eo_needs",
    metadata,
    belongs_to("cases.id", "case_id", primary_key=True, autoincrement=False),
    Column("direction", OneOf(Direction)),
    Column("subject", OneOf(Subject)),
    Column("party", OneOf(Party)),
    Column("title", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("organisation_kind", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("degree", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("confidential", Boolean),
    Column("contact_name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
)


@dataclass(frozen=True)
class EoNeed:
    """A need or an offer. "" and None are what is not known (yet).

    country: or region. degree, languages, post: of a person who offers talent; post: the kind that is looked for.
    confidential: it is never listed. phone: in E.164.
    """

    direction: Direction | None = None
    subject: Subject | None = None
    party: Party | None = None
    title: str = ""
    field: str = ""
    description: str = ""
    organisation: str = ""
    organisation_kind: str = ""
    country: str = ""
    degree: str = ""
    languages: str = ""
    post: str = ""
    confidential: bool | None = None
    contact_name: str = ""
    phone: str = ""
    email: str = ""
