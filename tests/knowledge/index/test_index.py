from typing import NamedTuple

import numpy as np
import pytest

from knowledge.index import FactIndex
from knowledge.index.index import FEATURES
from knowledge.index.store import index_of
from knowledge.pack import load_pack
from knowledge.text.folding import fold

QUESTIONS = [
    "交流会几号开",
    "where is the fair",
    "展位申请哪天截止啊",
    "how do I apply for a booth",
    "海归专场谁能去",
    "any hotels nearby?",
    "峰会谈什么",
]


class Ranked(NamedTuple):
    id: str
    score: float
    nearest: float


def ranks(index, text):
    folded = fold(text)
    scores, nearest = index.rank(index.query(folded, index.linker.link(folded)))
    best = sorted(range(len(scores)), key=lambda i: -scores[i])[:10]
    return [Ranked(index.candidates[i].id, float(scores[i]), float(nearest[i])) for i in best]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("交流会是几号开的", "fair.time"),
        ("on what dates is the fair", "fair.time"),
        ("会场在什么位置", "fair.venue"),
        ("which body hosts the fair", "fair.host"),
        ("展位最晚几号报", "booth.deadline"),
        ("booth: how do I apply", "booth.procedure"),
        ("what topics does the summit have", "summit.content"),
        ("海归专场对象有什么要求", "jobs.audience"),
        ("住宿酒店推荐一下", "gap.hotel"),
    ],
)
def test_the_fact_that_is_asked_for_comes_first(index, text, first):
    assert ranks(index, text)[0].id == first


def test_ranks_fall_and_hold_no_fact_twice(index):
    found = ranks(index, "展位")
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert len({c.id for c in found}) == len(found) == 10


def test_a_known_phrase_is_its_own_nearest(index):
    by_id = {c.id: c for c in ranks(index, "交流会几号开")}
    assert by_id["fair.time"].nearest == pytest.approx(1.0, abs=1e-3)


def test_every_candidate_has_every_feature(index, small):
    folded = fold("交流会几号开")
    features = index.features(index.query(folded, index.linker.link(folded)))
    assert features.shape == (len(small.facts) + len(small.gaps), len(FEATURES))
    assert np.isfinite(features).all()


@pytest.mark.parametrize("text", ["", "?", "👍", "qqq zzz", "𠮶"])
def test_what_says_nothing_is_ranked_too(index, text):
    assert len(ranks(index, text)) == 10


def test_topics_talked_of_before_count_where_none_is_named(index):
    without, within = (index.query("", [], context) for context in ((), ("summit",)))
    assert (without.named, within.named) == ((), ("summit",))


def test_building_twice_gives_the_same_ranks(index, small):
    again = FactIndex.build(small)
    assert [ranks(again, text) for text in QUESTIONS] == [ranks(index, text) for text in QUESTIONS]


def test_a_kept_index_gives_the_same_ranks(index, small, tmp_path):
    told = []
    built = index_of(small, tmp_path, told.append)
    assert told  # it was built
    told.clear()
    kept = index_of(small, tmp_path, told.append)
    assert told == []  # it was read
    expected = [ranks(index, text) for text in QUESTIONS]
    assert [ranks(built, text) for text in QUESTIONS] == expected
    assert [ranks(kept, text) for text in QUESTIONS] == expected


def test_a_spoiled_index_is_built_anew(small, tmp_path):
    index_of(small, tmp_path)
    (path,) = tmp_path.glob("index-*.npz")
    path.write_bytes(b"spoiled")
    told = []
    index_of(small, tmp_path, told.append)
    assert told[0] == "the kept index cannot be read and is built anew"
    assert path.stat().st_size > 1000


def test_a_changed_wording_needs_no_building_and_a_changed_phrase_does(folder, tmp_path):
    kept, facts = tmp_path / "kept", folder / "facts" / "all.yml"
    index_of(load_pack(folder), kept)
    facts.write_text(facts.read_text(encoding="utf-8").replace("峰会谈城市与海港。", "峰会谈海港。"), encoding="utf-8")
    index_of(load_pack(folder), kept)
    assert len(list(kept.glob("index-*.npz"))) == 1
    facts.write_text(facts.read_text(encoding="utf-8").replace("峰会讲什么", "峰会说什么"), encoding="utf-8")
    index_of(load_pack(folder), kept)
    assert len(list(kept.glob("index-*.npz"))) == 2


def test_a_question_asked_again_stands_with_the_name_of_its_topic(index):
    assert index.query("xtopic 几号开", [], ("summit",)).whole == f"{fold(index.pack.topics['summit'].name.zh)} 几号开"
    assert index.query("when is xtopic", [], ("summit",)).whole == f"when is {fold(index.pack.topics['summit'].name.en)}"
