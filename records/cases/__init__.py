"""Cases: what visitors file, from a draft to the day when staff have settled it (docs/records.md)."""

from records.cases.case import Case
from records.cases.completeness import missing
from records.cases.details import SORTS, Details, kind_of, organisation
from records.cases.drafts import draft_of, drop_draft, keep_draft
from records.cases.figures import statistics
from records.cases.filing import by_secret, submit
from records.cases.inquiry import look_up, too_many
from records.cases.life import MOVES, add_information, amend, assign, set_state, withdraw
from records.cases.reading import find, get, list_, mine, numbers_of
from records.cases.trail import history
from records.models import BoothRequest, CaseKind, CaseState, CaseTally, Change, EoNeed, ForumProposal, Handoff
from records.models.booth_request import BoothKind
from records.models.eo_need import Direction, Party, Subject
from records.models.forum_proposal import ForumKind
from records.models.handoff import HandoffReason

__all__ = [
    "MOVES", "SORTS", "BoothKind", "BoothRequest", "Case", "CaseKind", "CaseState", "CaseTally", "Change", "Details",
    "Direction", "EoNeed", "ForumKind", "ForumProposal", "Handoff", "HandoffReason", "Party", "Subject", "add_information",
    "amend", "assign", "by_secret", "draft_of", "drop_draft", "find", "get", "history", "keep_draft", "kind_of", "list_",
    "look_up", "mine", "missing", "numbers_of", "organisation", "set_state", "statistics", "submit", "too_many", "withdraw",
]  # fmt: skip
