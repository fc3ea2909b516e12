"""All forms, by the kind of case that they file."""

from __future__ import annotations

from typing import Mapping

from actions.forms.booth_request import BoothRequestForm
from actions.forms.eo_need import EoNeedForm
from actions.forms.form import Form
from actions.forms.forum_proposal import ForumProposalForm
from records.cases import CaseKind

CASE_FORMS: Mapping[CaseKind, Form] = {
    CaseKind.BOOTH_REQUEST: BoothRequestForm(),
    CaseKind.EO_NEED: EoNeedForm(),
    CaseKind.FORUM_PROPOSAL: ForumProposalForm(),
}
