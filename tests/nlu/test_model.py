"""The question model: what it promises whatever it has learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from nlu.features import NgramFeatures, runs
from nlu.model import QuestionModel, Text

ROWS = [
    (f"{start}{about}{end}", intent)
    for about in ("大会", "论坛", "展览", " the fair ", " the summit ")
    for start, end, intent in (
        ("", "几点开始", "time"),
        ("什么时候办", "", "time"),
        ("when does", "open", "time"),
        ("", "在哪里", "venue"),
        ("where is", "held", "venue"),
        ("谁主办", "", "organiser"),
        ("who runs", "", "organiser"),
    )
]
ASKED = ["海归招聘会几点开始", "where is the job fair held", "谁主办", "qwzx", ""]


def seen(texts) -> list[Text]:
    return [Text(text, text) for text in texts]


def fitted() -> QuestionModel:
    return QuestionModel().fit(seen(text for text, _ in ROWS), [intent for _, intent in ROWS])


@pytest.fixture(scope="module")
def model() -> QuestionModel:
    return fitted()


def test_the_likeliest_intent_is_right(model: QuestionModel) -> None:
    best = model.predict_proba(seen(ASKED[:3])).argmax(axis=1)
    assert [model.classes[i] for i in best] == ["time", "venue", "organiser"]


def test_unknown_words_take_probability_from_all_intents(model: QuestionModel) -> None:
    known, unknown = model.predict_proba(seen(["where is it held", "zzz vvv where qqq www held xxx"]))
    assert unknown.sum() < known.sum() <= 1


def test_a_message_is_classified_alone_as_among_others(model: QuestionModel) -> None:
    alone = np.vstack([model.predict_proba(seen([text])) for text in ASKED])
    assert (alone == model.predict_proba(seen(ASKED))).all()


def test_two_fits_are_equal_whatever_the_number_of_threads(model: QuestionModel) -> None:
    with threadpool_limits(1, "blas"):
        other = fitted()
    assert (other.predict_proba(seen(ASKED)) == model.predict_proba(seen(ASKED))).all()


def test_what_was_saved_answers_alike(model: QuestionModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = QuestionModel.load(tmp_path)
    assert loaded.classes == model.classes
    assert (loaded.predict_proba(seen(ASKED)) == model.predict_proba(seen(ASKED))).all()


def test_two_intents_are_enough() -> None:
    model = QuestionModel().fit(seen(["几点", "几点开始", "在哪", "在哪里"]), ["time", "time", "venue", "venue"])
    assert model.classes[int(model.predict_proba(seen(["几点开始"])).argmax())] == "time"


def test_a_message_is_cut_at_each_change_of_script() -> None:
    assert runs("What time是ＣＩＥＰ2023，吗?") == ["what", "time", "是", "ciep2023", ",", "吗", "?"]


def test_no_known_feature_is_an_empty_row() -> None:
    assert NgramFeatures().fit([text for text, _ in ROWS]).transform([""]).toarray().shape[0] == 1
