"""Two replays of the same conversations, by two assistants that know nothing of each other, give the same replies."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from bot.agent import Assistant
from bot.cli.replay import _replay, read_conversations
from bot.cli.runtime import gateway_to
from bot.settings import ROOT

pytestmark = pytest.mark.model

LINES = 20
FILES = sorted((ROOT / "nlu" / "evaluation").glob("*.jsonl"))


@pytest.fixture
def first_lines(tmp_path) -> list[dict]:
    """The first conversations of each file."""
    head = tmp_path / "head.jsonl"
    lines = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()[:LINES]]
    head.write_text("\n".join(lines), encoding="utf-8")
    return read_conversations(head)


async def replies(conversations: list[dict], model: Path, settings) -> list:
    """What is said in each turn: texts, buttons and metadata, without the milliseconds."""
    assistant = Assistant(model)
    replayed = await _replay(gateway_to(assistant, settings), copy.deepcopy(conversations))
    assistant.close()
    return [(done["id"], [(turn["user"], turn["replies"]) for turn in done["turns"]]) for done in replayed]


async def test_two_replays_give_the_same_texts_buttons_and_metadata(first_lines, model, settings):
    assert len(first_lines) == LINES * len(FILES)
    first = await replies(first_lines, model.path, settings)
    again = await replies(first_lines, model.path, settings)
    assert first == again
