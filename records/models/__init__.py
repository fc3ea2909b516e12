"""The tables, and what a row of each is in Python: one module a noun."""

from records.models.account import Account, accounts
from records.models.asked import Asked, asked
from records.models.base import metadata
from records.models.button import button_tokens
from records.models.conversation import Conversation, Owner, conversations
from records.models.cursor import Cursor, cursors
from records.models.delivery import Delivery, DeliveryState, deliveries
from records.models.feedback import Feedback, Rating, feedback
from records.models.handed import Handed, handed
from records.models.message import Author, Direction, Message, MessageState, messages
from records.models.portion import portions
from records.models.quota import Quota, quotas
from records.models.seen import seen_ids
from records.models.spent import spent_ids
from records.models.tally import Tally, tallies
from records.models.tracker import trackers
from records.models.visitor import Visitor, visitors

__all__ = [
    "Account", "Asked", "Author", "Conversation", "Cursor", "Delivery", "DeliveryState", "Direction", "Feedback",
    "Handed", "Message", "MessageState", "Owner", "Quota", "Rating", "Tally", "Visitor", "accounts", "asked",
    "button_tokens", "conversations", "cursors", "deliveries", "feedback", "handed", "messages", "metadata", "portions",
    "quotas", "seen_ids", "spent_ids", "tallies", "trackers", "visitors",
]  # fmt: skip
