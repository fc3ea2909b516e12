"""Files a forum proposal."""

from __future__ import annotations

from rasa_sdk import Action

from actions.form_base import FormAction
from actions.forms.forum_proposal import ForumProposalForm


class ActionForumProposalForm(FormAction, Action):  # type: ignore[misc]
    """See `ForumProposalForm`."""

    form = ForumProposalForm()
