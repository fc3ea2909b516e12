"""Intent classifier: linear margins and a small network, added up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
from scipy.special import softmax

from nlu.features import Array, NgramFeatures
from nlu.margins import Margins
from nlu.network import Network

MARGIN_SHARE = 4.0
"""One unit of margin counts as this many logits of the network."""
SHARPNESS = 0.8
"""Factor on scores at which confidence matches accuracy on unseen messages."""
NONE_SCORE = 1.0
"""Score of "none of these": takes probability from classes with low scores."""
UNKNOWN_SCORE = 1.0
"""What each word or Han character that training lacks adds to "none of these"."""


class QuestionModel:
    """Says which intent a message has, and how sure that is."""

    def __init__(self) -> None:
        self.classes: list[str] = []
        self.features = NgramFeatures()
        self.margins = Margins()
        self.network = Network()

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> QuestionModel:
        """Learn from labelled messages of two intents or more."""
        classes, targets = np.unique(labels, return_inverse=True)
        self.classes = [str(label) for label in classes]
        rows = self.features.fit(texts).transform(texts)
        for part in (self.margins, self.network):
            part.fit(rows, targets, len(self.classes))
        return self

    def predict_proba(self, texts: Sequence[str]) -> Array:
        """Return one row of probabilities a message, in the order of `classes`.

        What a row lacks to 1 is the probability that no class fits, so the largest of a
        row can be held against a threshold.
        """
        rows = self.features.transform(texts)
        scores = MARGIN_SHARE * self.margins(rows) + self.network(rows)
        none = NONE_SCORE + UNKNOWN_SCORE * self.features.unknown(texts)
        return cast(Array, softmax(SHARPNESS * np.column_stack([scores, none]), axis=1)[:, :-1])

    def save(self, path: str | Path) -> None:
        """Write `model.json` and two `.npz` files into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        about = {"classes": self.classes, "grams": self.features.vocabularies()}
        text = json.dumps(about, ensure_ascii=False)
        (folder / "model.json").write_text(text, encoding="utf-8")
        np.savez(folder / "margins.npz", **self.margins.layers)
        np.savez(folder / "network.npz", **self.network.layers)

    @classmethod
    def load(cls, path: str | Path) -> QuestionModel:
        """Read what `save` wrote."""
        folder, model = Path(path), cls()
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        model.classes = about["classes"]
        model.features = NgramFeatures.restore(about["grams"])
        model.margins.layers = dict(np.load(folder / "margins.npz", allow_pickle=False))
        model.network.layers = dict(np.load(folder / "network.npz", allow_pickle=False))
        return model
