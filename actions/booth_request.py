"""Files a booth request."""

from __future__ import annotations

from rasa_sdk import Action

from actions.form_base import FormAction
from actions.forms.booth_request import BoothRequestForm


class ActionBoothRequestForm(FormAction, Action):  # type: ignore[misc]
    """See `BoothRequestForm`."""

    form = BoothRequestForm()
