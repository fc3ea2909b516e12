"""A forum proposal."""

from __future__ import annotations

import datetime as dt

from actions.forms.field import Field
from actions.forms.form import Form
from actions.forms.readers.choice import Choice
from actions.forms.readers.day import Day
from actions.forms.readers.email import Email
from actions.forms.readers.people import People
from actions.forms.readers.phone import Phone
from actions.forms.readers.reader import Values
from actions.forms.readers.text import PersonName, Text
from records.cases import ForumKind, ForumProposal


class ForumProposalForm(Form):
    """A body wants to hold a forum or a meeting during the conference."""

    name = "forum_proposal"
    intent = "file_forum"
    fields = (
        Field("host", Text("host", anywhere=True, is_name=True), shared=True),
        Field("title", Text("title", shortest=3, longest=120)),
        Field("forum_kind", Choice("forum_kind", open_to=("parallel_forum", "thematic_meeting", "policy_release", "seminar"))),
        Field("preferred_date", Day(), optional=True),
        Field("people", People(), optional=True),
        Field("venue_wish", Text("venue_wish", longest=200), optional=True),
        Field("contact_name", PersonName(), shared=True),
        Field("phone", Phone(), shared=True),
        Field("email", Email(), optional=True, shared=True),
    )

    def details(self, values: Values) -> ForumProposal:
        """See `Form`."""
        day = values.get("preferred_date", {})
        return ForumProposal(
            host=values.get("host", ""),
            title=values.get("title", ""),
            forum_kind=ForumKind(values["forum_kind"]) if "forum_kind" in values else None,
            preferred_date=dt.date.fromisoformat(day["date"]) if "date" in day else None,
            date_wish=day.get("words", ""),
            people=values.get("people"),
            venue_wish=values.get("venue_wish", ""),
            contact_name=values.get("contact_name", ""),
            phone=values.get("phone", ""),
            email=values.get("email", ""),
        )
