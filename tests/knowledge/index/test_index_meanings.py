import numpy as np
import pytest

from knowledge.index.meanings import Meanings, Phrases

RANDOM = np.random.RandomState(0)
STARTS = np.array([0, 4, 9])


def phrases(noise):
    """Vectors of three facts, whose phrases differ from each other only in the first two directions."""
    centres = np.eye(8, dtype=np.float32)[[4, 5, 6]]
    rows = np.repeat(centres, [4, 5, 3], axis=0)
    rows[:, :2] += noise * RANDOM.standard_normal((12, 2)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_phrase_is_nearest_to_itself():
    rows = phrases(0.5)
    meanings = Meanings(Phrases.fit(rows, STARTS))
    assert [int(meanings.likeness(row).nearest.argmax()) for row in rows] == [0] * 4 + [1] * 5 + [2] * 3
    assert meanings.likeness(rows[0]).nearest[0] == pytest.approx(1, abs=4e-3)


def test_what_differs_between_phrases_of_one_fact_counts_little():
    meanings = Meanings(Phrases.fit(phrases(0.5), STARTS))
    asked = np.zeros(8, dtype=np.float32)
    asked[5], asked[0] = 0.6, 0.9  # mostly in the direction in which phrases differ anyway
    assert int(meanings.likeness(asked).centre.argmax()) == 1


def test_every_fact_gets_every_score():
    likeness = Meanings(Phrases.fit(phrases(0.1), STARTS)).likeness(np.ones(8, dtype=np.float32))
    assert [score.shape for score in likeness] == [(3,)] * 3
    assert all(np.isfinite(score).all() for score in likeness)
    assert all((np.abs(score) <= 1 + 4e-3).all() for score in (likeness.nearest, likeness.centre))
    assert (likeness.posterior <= 0).all()


def test_learning_twice_gives_the_same():
    rows = phrases(0.3)
    first, second = Phrases.fit(rows, STARTS), Phrases.fit(rows, STARTS)
    assert (first.rows == second.rows).all()
    assert (first.turn == second.turn).all()
