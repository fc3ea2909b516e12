"""A need or an offer for the EO system."""

from __future__ import annotations

from typing import Any, Mapping

from actions.forms.field import Field
from actions.forms.form import Form
from actions.forms.readers.choice import Choice, Ranked
from actions.forms.readers.country import Country
from actions.forms.readers.email import Email
from actions.forms.readers.phone import Phone
from actions.forms.readers.reader import Values
from actions.forms.readers.text import Account, PersonName, Text, set_full
from actions.forms.said import Said
from actions.forms.words import cue
from records.cases import Direction, EoNeed, Party, Subject

_LEAST_ACCOUNT = {"zh": 14, "en": 40}
"""Characters of a first message that says enough to serve as the description."""


def _of_organisation(values: Values) -> bool:
    return values.get("party") != Party.PERSON.value


def _offers_talent(values: Values) -> bool:
    """A person who offers their own work."""
    return (
        not _of_organisation(values) and values.get("subject") == Subject.TALENT.value and values.get("direction") == Direction.OFFER.value
    )


class EoNeedForm(Form):
    """Supply or demand of a project, technology, talent or funding."""

    name = "eo_need"
    intent = "file_eo"
    fields = (
        Field("direction", Ranked("direction")),
        Field("subject", Ranked("subject")),
        Field("party", Ranked("party")),
        Field("title", Text("title", shortest=3, longest=120)),
        Field("field", Text("field")),
        Field("description", Account("description")),
        Field("organisation", Text("organisation", anywhere=True, is_name=True), asked=_of_organisation, shared=True),
        Field("organisation_kind", Choice("organisation_kind", open_to=()), asked=_of_organisation),
        Field("degree", Text("degree", shortest=1), optional=True, asked=_offers_talent),
        Field("languages", Text("languages"), optional=True, asked=_offers_talent),
        Field("post", Text("post"), optional=True, asked=_offers_talent),
        Field("country", Country(), shared=True),
        Field("confidential", Choice("confidential", open_to=("confidential",), anywhere=True)),
        Field("contact_name", PersonName(), shared=True),
        Field("phone", Phone(), optional=True, shared=True),
        Field("email", Email(), shared=True),
    )

    def opening(self, said: Said, values: Values) -> Mapping[str, Any]:
        """The message itself as the description, where it says what is offered or needed; not a list of values."""
        listed = any(name in values for name in ("title", "organisation", "contact_name", "phone", "email"))
        says_enough = len(said.plain) >= _LEAST_ACCOUNT[said.language] and "subject" in values and not said.asks and not listed
        return {"description": set_full(" ".join(said.text.split()))} if says_enough and cue("specific", said.folded) else {}

    def details(self, values: Values) -> EoNeed:
        """See `Form`."""
        words = ("title", "field", "description", "organisation", "organisation_kind", "country", "degree", "languages", "post")
        return EoNeed(
            direction=Direction(values["direction"]) if "direction" in values else None,
            subject=Subject(values["subject"]) if "subject" in values else None,
            party=Party(values["party"]) if "party" in values else None,
            **{name: values.get(name, "") for name in words},
            confidential=values["confidential"] == "confidential" if "confidential" in values else None,
            contact_name=values.get("contact_name", ""),
            phone=values.get("phone", ""),
            email=values.get("email", ""),
        )
