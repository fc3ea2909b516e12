import numpy as np

from knowledge.index import kept as shelf
from knowledge.index.kept import KeptVectors
from knowledge.text.meaning import DIMENSIONS

TEXTS = ["where is it", "在哪里", "where is it"]


def test_vectors_come_back_as_they_were_kept(tmp_path):
    path = tmp_path / "vectors.npz"
    first = KeptVectors(path)(TEXTS)
    assert first.shape == (3, DIMENSIONS)
    assert (KeptVectors(path)(TEXTS) == first).all()
    assert (KeptVectors(None)(TEXTS) == first).all()


def test_only_what_is_new_is_encoded(tmp_path, monkeypatch):
    path = tmp_path / "vectors.npz"
    KeptVectors(path)(TEXTS)
    encoded = []

    def encode(texts, _told):
        encoded.extend(texts)
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)

    monkeypatch.setattr(shelf, "vectors", encode)
    KeptVectors(path)([*TEXTS, "who runs it"])
    assert encoded == ["who runs it"]


def test_a_spoiled_file_is_made_anew_and_told(tmp_path):
    path, told = tmp_path / "vectors.npz", []
    path.write_bytes(b"spoiled")
    found = KeptVectors(path, told.append)(TEXTS)
    assert told == ["the kept vectors cannot be read and are made anew"]
    assert (KeptVectors(path)(TEXTS) == found).all()


def test_long_work_shows_progress():
    told = []
    KeptVectors(None, told.append)([f"question {number}" for number in range(130)])
    assert told == ["reading the phrases, 49 %", "reading the phrases, 98 %", "reading the phrases, 100 %"]


def test_no_texts_give_no_rows():
    assert KeptVectors(None)([]).shape == (0, DIMENSIONS)
