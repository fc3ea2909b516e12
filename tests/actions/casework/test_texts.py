"""What is said about cases: each sentence in both languages, none missing, none left over."""

from __future__ import annotations

from pathlib import Path

from actions.casework.speaker import text
from records.cases import CaseKind, CaseState
from tests.actions import sentences

FOLDER = Path(text.path).parent


def test_every_sentence_is_there_in_every_language_and_in_its_script():
    assert (sentences.lacking(text), sentences.foreign(text), sentences.uneven(text)) == ([], [], [])


def test_every_state_and_kind_has_its_words():
    words = {f"state_{state.value}" for state in CaseState} | {f"kind_{kind.value}" for kind in CaseKind}
    assert words - set(text.all) == set()


def test_every_sentence_that_is_asked_for_exists():
    assert sentences.said(FOLDER) - set(text.all) == set()


def test_no_sentence_is_left_over():
    asked = {f"{key}_withdraw" for key in ("ask",)} | {"withdraw_yes", "withdraw_no"}
    assert sentences.left_over(text, FOLDER, asked) == []
