"""The question classifier on any labelled rows: accuracy, time, and what refusing the unknown costs.

The rows pass through what a visitor's message passes through before the classifier (`knowledge.text.folding.fold`),
and through the same model with the same constants whatever their language.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from bot.cli.runtime import report
from knowledge.index.kept import KeptVectors
from knowledge.text.folding import fold
from knowledge.text.meaning import vector
from nlu.model import QuestionModel, Text

RECALLS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
_TIMED = 300


class DataError(Exception):
    """The data cannot be measured on; the text says why."""


@dataclass(frozen=True)
class Keys:
    """Which rows of the data play which part."""

    train: str
    test: str
    oos: str | None = None
    tune: str | None = None
    tune_oos: str | None = None


@dataclass(frozen=True)
class Rows:
    """Labelled messages, folded."""

    texts: list[Text]
    labels: list[str]


@dataclass(frozen=True)
class Verdicts:
    """right: of each message in scope, whether its best class is its label. sure: the probability of the best class."""

    right: NDArray[np.bool_]
    sure: NDArray[np.floating[Any]]


def measure(path: Path, keys: Keys) -> None:
    """Train on one key, print what the others show.

    Raises:
        DataError: the file cannot be read, or lacks a key.
    """
    data = read(path, keys)
    train, test = data[keys.train], data[keys.test]
    report(f"training on {len(train.texts):,} rows of {len(set(train.labels))} labels")
    began = time.perf_counter()
    model = QuestionModel().fit(train.texts, train.labels, KeptVectors(None, report))
    seconds = time.perf_counter() - began
    report(f"trained in {seconds:.1f} s; classifying {len(test.texts):,} rows")
    best, sure = judge(model, test.texts)
    right = best == np.array(test.labels)
    macro = f1_score(test.labels, best, average="macro")
    print(f"accuracy {right.mean():.2%} ({right.sum()} of {len(right)})  macro-F1 {macro:.2%}  mean confidence {sure.mean():.2%}")
    print(f"training {seconds:.1f} s  {milliseconds(model, test.texts):.2f} ms a message, one at a time")
    if keys.oos:
        _print_curve(model, data, keys, Verdicts(right, sure))


def read(path: Path, keys: Keys) -> dict[str, Rows]:
    """The rows of the keys asked for, folded.

    Raises:
        DataError: see `measure`.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            data = json.load(stream)
        return {key: _rows(data[key]) for key in (keys.train, keys.test, keys.oos, keys.tune, keys.tune_oos) if key}
    except KeyError as error:
        raise DataError(f"{path} has no key {error}; it has {', '.join(sorted(data))}.") from None
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise DataError(f"{path} cannot be read as gzipped JSON of key → rows of [text, label]: {error}") from None


def _rows(rows: Sequence[Sequence[str]]) -> Rows:
    folded = [fold(str(row[0])) for row in rows]
    return Rows([Text(text, text) for text in folded], [str(row[1]) for row in rows])


def judge(model: QuestionModel, texts: Sequence[Text]) -> tuple[NDArray[np.str_], NDArray[np.floating[Any]]]:
    """The best class of each message, and the probability of it."""
    chances = model.predict_proba(texts)
    return np.array(model.classes)[chances.argmax(axis=1)], chances.max(axis=1)


def milliseconds(model: QuestionModel, texts: Sequence[Text]) -> float:
    """The median time to classify one message alone, not seen before."""
    vector.cache_clear()
    taken = []
    for text in texts[:_TIMED]:
        began = time.perf_counter()
        model.predict_proba([text])
        taken.append(time.perf_counter() - began)
    return 1000 * float(np.median(taken))


def _print_curve(model: QuestionModel, data: dict[str, Rows], keys: Keys, test: Verdicts) -> None:
    assert keys.oos
    _, oos = judge(model, data[keys.oos].texts)
    if not keys.tune or not keys.tune_oos:
        print("\nthresholds chosen on the rows that are measured:")
        _print_lines(np.quantile(oos, RECALLS), test, oos, None)
    else:
        best, sure = judge(model, data[keys.tune].texts)
        _, tune_oos = judge(model, data[keys.tune_oos].texts)
        print(f"\nthresholds chosen on {keys.tune_oos} for each recall and one standard error more, applied to {keys.oos}:")
        tune = Verdicts(best == np.array(data[keys.tune].labels), sure)
        _print_lines([threshold_for(recall, tune_oos) for recall in RECALLS], test, oos, tune)
    truth = np.repeat([1, 0], [len(test.sure), len(oos)])
    print(f"area under ROC {roc_auc_score(truth, np.concatenate([test.sure, oos])):.4f}")


def threshold_for(recall: float, sure: NDArray[np.floating[Any]]) -> float:
    """The threshold that refuses `recall` of such rows as these, and one standard error more.

    The rows are a sample: a threshold at their very quantile would fall short on others every second time.
    """
    error = np.sqrt(recall * (1 - recall) / len(sure))
    return float(np.quantile(sure, min(1.0, recall + error)))


def _print_lines(thresholds: Sequence[float], test: Verdicts, oos: NDArray[np.floating[Any]], tune: Verdicts | None) -> None:
    """One line a threshold; a message in scope that is refused counts as wrong."""
    print("threshold  oos recall  in-scope accuracy" + ("  (of the tuning rows: wanted, accuracy)" if tune else ""))
    for wanted, threshold in zip(RECALLS, thresholds):
        line = f"{threshold:9.3f}  {(oos < threshold).mean():10.1%}  {accepted(test, threshold):17.2%}"
        print(line + (f"  {wanted:23.0%} {accepted(tune, threshold):14.2%}" if tune else ""))


def accepted(verdicts: Verdicts, threshold: float) -> float:
    """The share of messages in scope that are classified rightly and not refused."""
    return float((verdicts.right & (verdicts.sure >= threshold)).mean())
