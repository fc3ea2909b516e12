"""The tables, and what a row of each is in Python: one module a noun."""

from records.models.asked import Asked, asked
from records.models.audit import AuditLine, audit_lines
from records.models.base import metadata
from records.models.button import button_tokens
from records.models.canned import Canned, canned_replies
from records.models.conversation import Conversation, Owner, conversations
from records.models.delivery import Delivery, DeliveryState, deliveries
from records.models.feedback import Feedback, Rating, feedback
from records.models.handover import Handover, HandoverTally, Outcome, Reason, handover_tallies, handovers
from records.models.message import Author, Direction, Message, MessageState, messages
from records.models.note import Note, notes
from records.models.presence import Presence, presences
from records.models.seen import seen_ids
from records.models.sought import sought
from records.models.staff import Member, Role, StaffSession, failed_sign_ins, invitations, staff, staff_sessions
from records.models.tally import Tally, tallies
from records.models.tracker import trackers
from records.models.visitor import Visitor, visitors

__all__ = [
    "Asked", "AuditLine", "Author", "Canned", "Conversation", "Delivery", "DeliveryState", "Direction", "Feedback", "Handover",
    "HandoverTally", "Member", "Message", "MessageState", "Note", "Outcome", "Owner", "Presence", "Rating", "Reason", "Role",
    "StaffSession", "Tally", "Visitor", "asked", "audit_lines", "button_tokens", "canned_replies", "conversations", "deliveries",
    "failed_sign_ins", "feedback", "handover_tallies", "handovers", "invitations", "messages", "metadata", "notes", "presences",
    "seen_ids", "sought", "staff", "staff_sessions", "tallies", "trackers", "visitors",
]  # fmt: skip
