"""A pack that changes while it is in use."""

import logging

import pytest

from knowledge import library as shelf
from knowledge.library import Library

OLD, NEW = "峰会谈城市与海港。", "峰会谈海港与船。"


@pytest.fixture
def library(folder, monkeypatch):
    monkeypatch.setattr(shelf, "_LOOK_EVERY", 0)
    return Library(folder)


def said(library):
    return library.index().pack.facts["summit.content"].say.zh


def look(library):
    """Ask once, so that it looks, and wait for what it does then."""
    library.index()
    library.wait()


def rewrite(folder, old, new):
    path = folder / "facts" / "all.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_changed_wording_is_in_use_without_training(library, folder, caplog):
    before = library.index()
    rewrite(folder, OLD, NEW)
    with caplog.at_level(logging.INFO, "knowledge.library"):
        look(library)
    assert said(library) == NEW
    assert before.pack.facts["summit.content"].say.zh == OLD  # who holds the old index goes on with it
    assert [record.message for record in caplog.records] == ["the pack small_pack has changed and is in use"]


def test_a_broken_file_keeps_the_old_pack_and_logs_an_error(library, folder, caplog):
    rewrite(folder, "topic: summit", "topic: submit")
    look(library)
    assert said(library) == OLD
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "there is no topic submit" in record.message
    rewrite(folder, "topic: submit", "topic: summit")
    rewrite(folder, OLD, NEW)
    look(library)
    assert said(library) == NEW


def test_a_new_file_is_seen(library, folder):
    (folder / "gaps-2.yml").write_text(
        "- id: gap.lunch\n  about: {zh: 午餐, en: lunch}\n  topic: fair\n  asks: {zh: [有午饭吗], en: [is there lunch]}\n", encoding="utf-8"
    )
    look(library)
    assert "gap.lunch" in library.index().pack.gaps


def test_nothing_is_built_where_nothing_changed(library):
    before = library.index()
    look(library)
    assert library.index() is before


def test_the_process_shares_one(library, monkeypatch):
    monkeypatch.setattr(shelf, "_shared", None)
    shelf.share(library)
    assert shelf.shared() is library
