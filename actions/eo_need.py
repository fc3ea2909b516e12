"""Files a need or an offer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.form_base import FormAction
from actions.forms.eo_need import EoNeedForm


class ActionEoNeedForm(FormAction, Action):  # type: ignore[misc]
    """See `EoNeedForm`."""

    form = EoNeedForm()
