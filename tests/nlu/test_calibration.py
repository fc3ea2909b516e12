"""Learning the ranker's weights from questions whose answers are known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from knowledge.index.index import FEATURES
from knowledge.text.folding import fold
from knowledge.understanding import Part
from nlu.calibration import Expected, Labels, Question, comparable, first, learn, questions

WIDTH = len(FEATURES)


def line(kind, *groups, forbid=(), language="en"):
    return {"kind": kind, "reply_lang": language, "turns": [{"user": "?", "expect": groups, "forbid": forbid}]}


@pytest.fixture(scope="module")
def index(small_library):
    return small_library.index()


@pytest.fixture(scope="module")
def labels(index):
    return Labels(index, dt.date(2024, 1, 1))


def ids(index, places):
    return {index.candidates[i].id for i in places}


def test_the_facts_that_say_what_is_expected_are_right(index, labels):
    right = labels.right(Expected.of(line("fact", ["booth"], ["website|apply|form"], language="en")))
    assert "booth.procedure" in ids(index, right)
    assert "fair.host" not in ids(index, right)


def test_what_is_forbidden_is_not_right(index, labels):
    allowed = labels.right(Expected.of(line("fact", ["booth"])))
    fewer = labels.right(Expected.of(line("fact", ["booth"], forbid=["."])))
    assert len(allowed) > 0
    assert len(fewer) == 0


def test_a_question_without_an_answer_is_rightly_met_by_every_gap(index, labels):
    assert ids(index, labels.right(Expected.of(line("oos")))) == set(index.pack.gaps)


@pytest.mark.parametrize("kind", ["smalltalk", "booth", "multi"])
def test_other_lines_teach_nothing(labels, kind):
    assert len(labels.right(Expected.of(line(kind, ["booth"])))) == 0


def test_a_question_carries_the_scores_of_all_candidates(index, labels):
    text = fold("how do I apply for a booth")
    part = Part(text, tuple(index.linker.link(text)), {"ask_procedure": 1.0})
    rows = questions(index, labels, [(Expected.of(line("fact", ["booth"])), part), (Expected.of(line("smalltalk")), part)])
    assert [row.features.shape for row in rows] == [(len(index.candidates), WIDTH)]


def rows_where(feature, count=60):
    """Questions whose right candidate has the largest value of one score; the others tell nothing."""
    random = np.random.RandomState(0)
    for _ in range(count):
        features = random.random_sample((5, WIDTH)).astype(np.float32)
        yield Question(features, np.array([features[:, feature].argmax()]))


@pytest.mark.parametrize("feature", [0, WIDTH - 2])
def test_the_score_that_tells_gets_the_weight(feature):
    rows = list(rows_where(feature))
    weights = learn(rows)
    assert list(weights) == list(FEATURES)
    assert max(weights, key=lambda name: weights[name]) == FEATURES[feature]
    assert first(rows, np.array(list(weights.values()))) > 50


def test_a_score_for_a_candidate_never_counts_against_it():
    weights = learn([Question(-row.features, row.right) for row in rows_where(0)])
    assert min(value for name, value in weights.items() if name not in ("root", "gap")) >= 0


def test_learning_is_the_same_each_time():
    assert learn(list(rows_where(1))) == learn(list(rows_where(1)))


def test_wordings_are_compared_in_one_form():
    assert comparable("１５—16日\n 4月") == "15-16日 4月"
