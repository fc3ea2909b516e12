"""Train our pipeline on a share of the phrases: `python -m bench.train_ours EXAMPLES.yml PHRASES.json FOLDER`.

A program of its own, so that its time includes all that training costs: the start of Python, the pack's index and
Rasa's training. `PHRASES.json` names the questions of the pack that may be learned from.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.phrases import Phrase, trimmed
from bot.cli.runtime import quiet, report
from bot.settings import ROOT, read_settings
from knowledge import library
from knowledge.index import FactIndex
from knowledge.index.store import index_of
from knowledge.pack import load_pack


class Trimmed(library.Library):
    """A library of a pack that has only some of its questions. cache: where vectors are kept, as the product keeps them."""

    def __init__(self, folder: Path, phrases: Sequence[Phrase], cache: Path) -> None:
        self.cache = cache
        self._trimmed = index_of(trimmed(load_pack(folder), phrases), cache, report)

    def index(self) -> FactIndex:
        """The index, built once."""
        return self._trimmed


def main(examples: Path, phrases: Path, output: Path) -> None:
    """Index and train."""
    quiet()
    kept = [Phrase(*row) for row in json.loads(phrases.read_text(encoding="utf-8"))]
    cache = output / "index"
    shutil.rmtree(cache, ignore_errors=True)  # from nothing
    library.share(Trimmed(read_settings().pack_folder, kept, cache))
    from rasa.model_training import train

    train(
        domain=str(ROOT / "bot" / "domain"),
        config=str(ROOT / "config.yml"),
        training_files=[str(examples), str(ROOT / "bot" / "rules.yml")],
        output=str(output),
        force_training=True,
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
