"""The pages of the desk: each module has those of one part, and who may see them."""

from desk.access import Page
from desk.views import (
    account,
    canned,
    cases,
    conversation,
    deliveries,
    inbox,
    invitation,
    knowledge,
    preferences,
    privacy,
    sign_in,
    staff,
    statistics,
    unanswered,
)

_PARTS = (
    sign_in, invitation, preferences, account, inbox, conversation, cases, statistics, unanswered, knowledge, deliveries, canned, privacy,
    staff,
)  # fmt: skip
PAGES: tuple[Page, ...] = tuple(page for part in _PARTS for page in part.PAGES)
"""All of them; each with its rule."""
