"""The tables, and what a row of each is in Python: one module a noun."""

from records.models.account import Account, accounts
from records.models.asked import Asked, asked
from records.models.base import metadata
from records.models.booth_request import BoothRequest, booth_requests
from records.models.button import button_tokens
from records.models.case import CaseKind, CaseState, cases
from records.models.case_change import Change, case_changes
from records.models.case_counter import case_counters
from records.models.case_tally import CaseTally, case_tallies
from records.models.conversation import Conversation, Owner, conversations
from records.models.cursor import Cursor, cursors
from records.models.delivery import Delivery, DeliveryState, deliveries
from records.models.eo_need import EoNeed, eo_needs
from records.models.failed_look_up import failed_look_ups
from records.models.feedback import Feedback, Rating, feedback
from records.models.forum_proposal import ForumProposal, forum_proposals
from records.models.handed import Handed, handed
from records.models.handoff import Handoff, handoffs
from records.models.message import Author, Direction, Message, MessageState, messages
from records.models.portion import portions
from records.models.quota import Quota, quotas
from records.models.seen import seen_ids
from records.models.spent import spent_ids
from records.models.tally import Tally, tallies
from records.models.tracker import trackers
from records.models.visitor import Visitor, visitors

__all__ = [
    "Account", "Asked", "Author", "BoothRequest", "CaseKind", "CaseState", "CaseTally", "Change", "Conversation", "Cursor",
    "Delivery", "DeliveryState", "Direction", "EoNeed", "Feedback", "ForumProposal", "Handed", "Handoff", "Message",
    "MessageState", "Owner", "Quota", "Rating", "Tally", "Visitor", "accounts", "asked", "booth_requests", "button_tokens",
    "case_changes", "case_counters", "case_tallies", "cases", "conversations", "cursors", "deliveries", "eo_needs",
    "failed_look_ups", "feedback", "forum_proposals", "handed", "handoffs", "messages", "metadata", "portions", "quotas",
    "seen_ids", "spent_ids", "tallies", "trackers", "visitors",
]  # fmt: skip
