"""A short form under way, at each stage."""

from __future__ import annotations

from dataclasses import replace

from actions.forms.field import Field
from actions.forms.filing import Filing, Stage
from actions.forms.form import Form
from actions.forms.readers.choice import Choice
from actions.forms.readers.email import Email
from actions.forms.readers.size import Size
from actions.forms.readers.text import Text
from actions.forms.step import Line
from tests.actions.forms.heard import TODAY

SHARED = {"organisation": "Before Ltd", "email": "be@fore.cn"}


class Short(Form):
    """Three questions and one that may be skipped."""

    name = "booth_request"
    intent = "file_booth"
    fields = (
        Field("organisation", Text("organisation", anywhere=True, is_name=True), shared=True),
        Field("booth_kind", Choice("booth_kind", open_to=("standard", "raw_space"), anywhere=True)),
        Field("size", Size()),
        Field("email", Email(), optional=True, shared=True),
    )


FORM = Short()
VALUES = {"organisation": "Acme", "booth_kind": "standard", "size": {"booths": 2}}
FIRST = Filing("booth_request", TODAY.isoformat(), field="organisation")
LAST = Filing("booth_request", TODAY.isoformat(), VALUES, field="email", order=("organisation", "booth_kind", "size"))
SUMMARY = replace(LAST.with_values({"email": "a@b.cn"}), stage=Stage.SUMMARY, field=None)
DROPPING, CHANGING = replace(LAST, stage=Stage.DROPPING), replace(SUMMARY, stage=Stage.CHANGING)
LEAVING = replace(LAST, stage=Stage.LEAVING, wished="file_forum", wish="我还想办一个论坛")
BACK = replace(LAST, stage=Stage.BACK)


def noted(*fields):
    return (Line("noted", fields=fields),)


NEW_STAGE = {"cancel": Stage.DROPPING, "change": Stage.CHANGING}
