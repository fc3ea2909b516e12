"""`assistant knowledge calibrate`: the ranker's weights, learned from evaluation sets and written where it reads them."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Sequence

import numpy as np

from bot.cli import UserError
from bot.cli.runtime import make_assistant, prepare, report
from bot.settings import ROOT

if TYPE_CHECKING:
    from bot.agent import Assistant
    from knowledge.understanding import Part
    from nlu.calibration import Expected

WEIGHTS = ROOT / "knowledge" / "index" / "weights.json"
_ASKED = ("out_of_scope_near", "ask_")


def calibrate(files: Sequence[Path], weights: Path = WEIGHTS) -> int:
    """Learn from the first questions of `files`, write `weights`, tell what it changed."""
    from knowledge import library
    from nlu.calibration import Labels, first, learn, questions

    lines = [line for file in files for line in _lines(file)]
    assistant = make_assistant(prepare())
    index = library.shared().index()
    report(f"asking {len(lines)} questions")
    rows = questions(index, Labels(index, dt.date.today()), asyncio.run(_understood(assistant, lines)))  # noqa: DTZ011 (any day)
    before = json.loads(weights.read_text(encoding="utf-8"))
    after = learn(rows)
    weights.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
    old, new = (first(rows, np.array(list(found.values()))) for found in (before, after))
    print(f"{len(rows)} questions with a known answer; in the first place: {old} before, {new} now")
    print("\n".join(f"{name:10} {before.get(name, 0.0):9.4f} → {value:9.4f}" for name, value in after.items()))
    return 0


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        yield from (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    except (OSError, ValueError) as error:
        raise UserError(f"{file} cannot be read as an evaluation set: {error}") from None


async def _understood(assistant: Assistant, lines: Sequence[dict[str, Any]]) -> list[tuple[Expected, Part]]:
    """The first questions as they are understood, without those that never reach the ranker."""
    from knowledge.understanding import Understanding
    from nlu.calibration import Expected

    found = []
    for line in lines:
        message = await assistant.parse(line["turns"][0]["user"])
        if message.get("understanding") and message["intent"]["name"].startswith(_ASKED):
            found.append((Expected.of(line), Understanding.from_dict(message["understanding"]).whole))
    return found
