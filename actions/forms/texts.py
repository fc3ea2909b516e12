"""The sentences of the forms."""

from __future__ import annotations

from pathlib import Path

from knowledge.wording.texts import Texts

text = Texts(Path(__file__).parent / "texts.yml")
