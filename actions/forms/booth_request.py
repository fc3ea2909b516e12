"""A booth request."""

from __future__ import annotations

from decimal import Decimal

from actions.forms.field import Field
from actions.forms.form import Form
from actions.forms.readers.choice import Choice, YesNo
from actions.forms.readers.country import Country
from actions.forms.readers.email import Email
from actions.forms.readers.phone import Phone
from actions.forms.readers.reader import Values
from actions.forms.readers.size import Size
from actions.forms.readers.text import PersonName, Text
from actions.forms.readers.zone import Zone
from actions.forms.words import cue
from records.cases import BoothKind, BoothRequest


def _recruits(folded: str) -> bool | None:
    if cue("recruits_not", folded):
        return False
    return True if cue("recruits", folded) else None


class BoothRequestForm(Form):
    """An exhibitor wants room at the exhibition."""

    name = "booth_request"
    intent = "file_booth"
    fields = (
        Field("organisation", Text("organisation", anywhere=True, is_name=True), shared=True),
        Field("country", Country(), shared=True),
        Field("exhibits", Text("exhibits", longest=300, anywhere=True)),
        Field("zone", Zone(name), optional=True),
        Field("booth_kind", Choice("booth_kind", open_to=("standard", "raw_space"), anywhere=True)),
        Field("size", Size()),
        Field("recruiting_desk", YesNo(_recruits), optional=True),
        Field("contact_name", PersonName(), shared=True),
        Field("phone", Phone(), shared=True),
        Field("email", Email(), optional=True, shared=True),
    )

    def details(self, values: Values) -> BoothRequest:
        """See `Form`."""
        size = values.get("size", {})
        area = size.get("square_metres")
        return BoothRequest(
            organisation=values.get("organisation", ""),
            country=values.get("country", ""),
            zone=values.get("zone", ""),
            booth_kind=BoothKind(values["booth_kind"]) if "booth_kind" in values else None,
            square_metres=None if area is None else Decimal(f"{area:g}"),
            booths=size.get("booths"),
            size_words="not decided 未定" if size.get("unsure") else size.get("words", ""),
            exhibits=values.get("exhibits", ""),
            recruiting_desk=values.get("recruiting_desk"),
            contact_name=values.get("contact_name", ""),
            phone=values.get("phone", ""),
            email=values.get("email", ""),
        )
