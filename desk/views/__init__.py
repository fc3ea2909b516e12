"""The pages of the desk: each module has those of one part, and who may see them."""

from desk.access import Page
from desk.views import conversation, inbox, invitation, preferences, sign_in

PAGES: tuple[Page, ...] = (*sign_in.PAGES, *invitation.PAGES, *preferences.PAGES, *inbox.PAGES, *conversation.PAGES)
"""All of them; each with its rule."""
