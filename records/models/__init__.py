"""The tables, and what a row of each is in Python: one module a noun."""

from records.models.asked import Asked, asked
from records.models.base import metadata
from records.models.button import button_tokens
from records.models.conversation import Conversation, Owner, conversations
from records.models.delivery import Delivery, DeliveryState, deliveries
from records.models.feedback import Feedback, Rating, feedback
from records.models.message import Author, Direction, Message, MessageState, messages
from records.models.seen import seen_ids
from records.models.spent import spent_ids
from records.models.tally import Tally, tallies
from records.models.tracker import trackers
from records.models.visitor import Visitor, visitors

__all__ = [
    "Asked", "Author", "Conversation", "Delivery", "DeliveryState", "Direction", "Feedback", "Message", "MessageState", "Owner",
    "Rating", "Tally", "Visitor", "asked", "button_tokens", "conversations", "deliveries", "feedback", "messages", "metadata",
    "seen_ids", "spent_ids", "tallies", "trackers", "visitors",
]  # fmt: skip
