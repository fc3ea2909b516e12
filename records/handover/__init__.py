"""Hand-over: a person is asked for, comes, talks, and hands back. The rules of `conversations.move` with what belongs to them.

One hand-over is open in a conversation at most: from the request until the conversation is with the bot again, or closed.
Each step is one transaction with the sentence that tells the visitor of it; who asks names the sentence, here is none.
"""

from records.handover.ending import close, comment, give_up, rate, release, withdraw
from records.handover.finding import current, history, idle, members_at, newest, place, unclaimed, usual_wait
from records.handover.owning import claim, put_back, send, take, touch, transfer
from records.handover.requesting import missed, request, wants_contact
from records.handover.tallying import statistics, tally

__all__ = [
    "claim", "close", "comment", "current", "give_up", "history", "idle", "members_at", "missed", "newest", "place", "put_back",
    "rate", "release", "request", "send", "statistics", "take", "tally", "touch", "transfer", "unclaimed",
    "usual_wait", "wants_contact", "withdraw",
]  # fmt: skip
