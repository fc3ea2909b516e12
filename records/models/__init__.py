"""The tables, and what a row of each is in Python: one module a noun."""

from records.models.account import Account, accounts
from records.models.amendment import Amendment, amendments
from records.models.asked import Asked, asked
from records.models.audit import AuditLine, audit_lines
from records.models.base import metadata
from records.models.booth_request import BoothRequest, booth_requests
from records.models.button import button_tokens
from records.models.canned import Canned, canned_replies
from records.models.case import CaseKind, CaseState, cases
from records.models.case_change import Change, case_changes
from records.models.case_counter import case_counters
from records.models.case_tally import CaseTally, case_tallies
from records.models.conversation import Conversation, Owner, conversations
from records.models.cursor import Cursor, cursors
from records.models.delivery import Delivery, DeliveryState, deliveries
from records.models.eo_need import EoNeed, eo_needs
from records.models.erasure import Erasure, erasures
from records.models.failed_look_up import failed_look_ups
from records.models.feedback import Feedback, Rating, feedback
from records.models.forum_proposal import ForumProposal, forum_proposals
from records.models.handed import Handed, handed
from records.models.handoff import Handoff, handoffs
from records.models.handoff import HandoffReason as Reason
from records.models.handover import Handover, HandoverTally, Outcome, handover_tallies, handovers
from records.models.message import Author, Direction, Message, MessageState, messages
from records.models.note import Note, notes
from records.models.notice import notices
from records.models.portion import portions
from records.models.presence import Presence, presences
from records.models.proposal import Proposal, proposals
from records.models.quota import Quota, quotas
from records.models.review import Review, Verdict, reviews
from records.models.saved_view import SavedView, saved_views
from records.models.seen import seen_ids
from records.models.sought import sought
from records.models.spent import spent_ids
from records.models.staff import Member, Role, StaffSession, failed_sign_ins, invitations, staff, staff_sessions
from records.models.tally import Tally, tallies
from records.models.tracker import trackers
from records.models.visitor import Visitor, visitors

__all__ = [
    "Account", "Amendment", "Asked", "AuditLine", "Author", "BoothRequest", "Canned", "CaseKind", "CaseState", "CaseTally",
    "Change", "Conversation", "Cursor", "Delivery", "DeliveryState", "Direction", "EoNeed", "Erasure", "Feedback", "ForumProposal",
    "Handed", "Handoff", "Handover", "HandoverTally", "Member", "Message", "MessageState", "Note", "Outcome", "Owner", "Presence",
    "Proposal", "Quota", "Rating", "Reason", "Review", "Role", "SavedView", "StaffSession", "Tally", "Verdict", "Visitor",
    "accounts", "amendments", "asked", "audit_lines", "booth_requests", "button_tokens", "canned_replies", "case_changes",
    "case_counters", "case_tallies", "cases", "conversations", "cursors", "deliveries", "eo_needs", "erasures", "failed_look_ups",
    "failed_sign_ins", "feedback", "forum_proposals", "handed", "handoffs", "handover_tallies", "handovers", "invitations",
    "messages", "metadata", "notes", "notices", "portions", "presences", "proposals", "quotas", "reviews", "saved_views",
    "seen_ids", "sought", "spent_ids", "staff", "staff_sessions", "tallies", "trackers", "visitors",
]  # fmt: skip
