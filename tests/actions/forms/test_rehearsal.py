"""The rehearsal of the forms."""

from __future__ import annotations

from actions.forms.rehearsal import rehearse
from actions.forms.words import _patterns


def test_what_a_form_compiles_at_its_first_use_is_there_after_a_rehearsal(pack):
    _patterns.cache_clear()
    steps = sum(1 for _ in rehearse(pack))
    assert steps == 12
    compiled = _patterns.cache_info().currsize
    list(rehearse(pack))
    assert _patterns.cache_info().currsize == compiled >= 50
