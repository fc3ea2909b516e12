"""Intent classifier: linear margins and a small network on the words, a linear model on the meaning, added up."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from scipy.special import softmax

from knowledge.text.meaning import vector, vectors
from nlu.features import Array, NgramFeatures
from nlu.margins import Margins
from nlu.network import Network
from nlu.semantics import Semantics

MARGIN_SHARE = 4.0
"""One unit of margin counts as this many logits of the network."""
MEANING_SHARE = 1.5
"""One logit of the meaning counts as this many of the network."""
SHARPNESS = 0.8
"""Factor on scores at which confidence matches accuracy on unseen messages."""
NONE_SCORE = 2.0
"""Score of "none of these": takes probability from classes with low scores."""
UNKNOWN_SCORE = 1.0
"""What each word or Han character that training lacks adds to "none of these"."""


_PARTS = ("margins", "network", "semantics")


class Text(NamedTuple):
    """A message as the model sees it. words: what n-grams are taken of; meaning: what is encoded; both folded."""

    words: str
    meaning: str


class QuestionModel:
    """Says which intent a message has, and how sure that is."""

    def __init__(self) -> None:
        self.classes: list[str] = []
        self.features = NgramFeatures()
        self.margins = Margins()
        self.network = Network()
        self.semantics = Semantics()

    def fit(self, texts: Sequence[Text], labels: Sequence[str], encode: Callable[[Sequence[str]], Array] = vectors) -> QuestionModel:
        """Learn from labelled messages of two intents or more. encode: gives the vectors of texts."""
        classes, targets = np.unique(labels, return_inverse=True)
        self.classes = [str(label) for label in classes]
        words = [text.words for text in texts]
        rows = self.features.fit(words).transform(words)
        for part in (self.margins, self.network):
            part.fit(rows, targets, len(self.classes))
        self.semantics.fit(encode([text.meaning for text in texts]), targets, len(self.classes))
        return self

    def predict_proba(self, texts: Sequence[Text]) -> Array:
        """Return one row of probabilities a message, in the order of `classes`.

        What a row lacks to 1 is the probability that no class fits, so the largest of a
        row can be held against a threshold.
        """
        words = [text.words for text in texts]
        rows = self.features.transform(words)
        scores = MARGIN_SHARE * self.margins(rows) + self.network(rows)
        scores += MEANING_SHARE * self.semantics(np.stack([vector(text.meaning) for text in texts]))
        none = NONE_SCORE + UNKNOWN_SCORE * self.features.unknown(words)
        return cast(Array, softmax(SHARPNESS * np.column_stack([scores, none]), axis=1)[:, :-1])

    def save(self, path: str | Path) -> None:
        """Write `model.json` and a `.npz` file a part into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        about = {"classes": self.classes, "grams": self.features.vocabularies()}
        text = json.dumps(about, ensure_ascii=False)
        (folder / "model.json").write_text(text, encoding="utf-8")
        for name in _PARTS:
            np.savez(folder / f"{name}.npz", **getattr(self, name).layers)

    @classmethod
    def load(cls, path: str | Path) -> QuestionModel:
        """Read what `save` wrote."""
        folder, model = Path(path), cls()
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        model.classes = about["classes"]
        model.features = NgramFeatures.restore(about["grams"])
        for name in _PARTS:
            getattr(model, name).layers = dict(np.load(folder / f"{name}.npz", allow_pickle=False))
        return model
