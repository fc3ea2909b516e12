from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.text.meaning import DIMENSIONS, LONGEST, vector, vectors


def likeness(one, other):
    return float(vector(one) @ vector(other))


@pytest.mark.parametrize(
    ("asked", "alike", "unlike"),
    [
        ("where is the venue", "in which building does it take place", "how much is a booth"),
        ("how do I cancel my booth", "we want to withdraw from the exhibition", "who hosts the conference"),
        ("海归招聘会几号", "留学生回国找工作的那场什么时候", "EO系统收费吗"),
    ],
)
def test_what_means_the_same_is_nearer_in_any_words_and_in_either_language(asked, alike, unlike):
    assert likeness(asked, alike) > likeness(asked, unlike)


def test_a_vector_has_length_one_and_cannot_be_changed():
    found = vector("where is it")
    assert found.shape == (DIMENSIONS,)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-4)
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 1


def test_a_text_has_one_vector_alone_among_others_and_from_many_threads():
    texts = [f"question {number} 什么" for number in range(40)]
    alone = np.stack([vector(text) for text in texts])
    vector.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        threaded = np.stack(list(pool.map(vector, texts)))
    assert (vectors(texts) == alone).all()
    assert (threaded == alone).all()


@pytest.mark.parametrize(
    "text", ["", " ", "\0\0", "a\0b", "\ud800", "\ufdfa" * 400, "🀄" * 900, "字" * 5000, "\u200b\u202e", "e\u0301" * 600]
)
def test_no_text_breaks_the_encoder(text):
    assert np.isfinite(vector(text)).all()


def test_only_so_much_of_a_long_text_is_read():
    long = "展" * (LONGEST + 50)
    assert (vector(long) == vector(long[:LONGEST])).all()
