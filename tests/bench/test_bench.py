"""The benchmark's own arithmetic: a wrong figure here would be believed."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bench.chart import draw
from bench.intents import DataError, Keys, Verdicts, accepted, read, threshold_for
from bench.phrases import Phrase, messages, read_examples, share_of, trimmed, write_training_data
from bench.plan import Plan
from bench.talk import Figures, alike, talk
from bench.verdict import Measured, all_met, growth, lines
from knowledge.pack import load_pack
from nlu.model import Text

SMALL_PACK = Path(__file__).parent.parent / "knowledge" / "small_pack"
PHRASES = [Phrase(f"{intent} {number}", intent, of_pack=number % 2 == 0) for intent in ("a", "b") for number in range(40)]


def side(turns: dict[int, float], training: float = 100) -> Measured:
    return Measured(training, 10, 900, 950, {length: Figures(ms, ms) for length, ms in turns.items()})


def test_a_share_keeps_every_intent_and_source_and_is_the_same_each_time() -> None:
    share = share_of(PHRASES, 20)
    assert len(share) == 20
    assert {(p.intent, p.of_pack) for p in share} == {(p.intent, p.of_pack) for p in PHRASES}
    assert share == share_of(PHRASES, 20)


def test_no_share_is_all() -> None:
    assert share_of(PHRASES, 0) == share_of(PHRASES, 1000) == PHRASES


def test_both_sides_hear_the_same_messages() -> None:
    assert messages(PHRASES, 30) == messages(PHRASES, 30)


def test_training_data_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "data" / "nlu.yml"
    write_training_data([Phrase("几点？ #1: [x](y)", "ask_time"), Phrase("- hi\nthere", "greet")], path)
    assert list(read_examples(path)) == [("几点？ #1: (x)(y)", "ask_time"), ("- hi there", "greet")]


def test_turns_up_to_a_length_count_for_it() -> None:
    plan = Plan((1, 10, 100, 1000), 0)
    assert (plan.short, plan.longest) == ((1, 10), 1000)
    assert plan.of_long([float(n) for n in range(1, 1001)], 100) == [float(n) for n in range(41, 101)]


def test_what_is_timed_at_each_length_is_said_there_and_nowhere_else() -> None:
    plan = Plan((1, 10, 100, 1000), 0)
    heard: dict[str, list[str]] = defaultdict(list)
    one = SimpleNamespace(name="ours", say=lambda conversation, text: heard[conversation].append(text))
    said = [f"{n} {'word ' * (n % 13)}" for n in range(3000)]
    times = talk([one], plan, said)["ours"]
    timed = alike(said, plan.lengths, plan.samples)
    assert [[heard[f"{length}-{n}"][length - 1] for n in range(60)] for length in (1, 10)] == [timed[1], timed[10]]
    assert (len(heard["long"]), heard["long"][40:100], heard["long"][940:]) == (1000, timed[100], timed[1000])
    assert [len(times.at(length, plan)) for length in plan.lengths] == [60] * 4
    often = Counter(text for texts in heard.values() for text in texts)
    assert {often[text] for texts in timed.values() for text in texts} == {1}


def test_texts_of_one_place_are_about_as_long() -> None:
    said = ["x" * n for n in range(1, 2000)]
    columns = alike(said, (1, 10, 100), 60).values()
    assert all(max(map(len, row)) - min(map(len, row)) == 2 for row in zip(*columns))
    assert len({text for column in columns for text in column}) == 180


def test_targets_are_those_of_the_issue() -> None:
    ours, stock = side({10: 5, 1000: 6}, training=20), side({10: 10, 1000: 60})
    assert [line.limit for line in lines(ours, stock)] == [1 / 5, 1, 1, 1, 1 / 2, None, 1 / 10, None]
    assert growth(ours) == pytest.approx(1.2)
    assert all_met(ours, stock)


@pytest.mark.parametrize("turns", [{10: 5.1, 1000: 6}, {10: 5, 1000: 6.1}, {10: 4, 1000: 5}])
def test_a_missed_target_is_told(turns: dict[int, float]) -> None:
    assert not all_met(side(turns, training=20), side({10: 10, 1000: 60}))


def test_the_drawing_is_xml_with_a_line_a_side() -> None:
    root = ET.fromstring(draw({"ours": [5.0] * 300, "a < b": [10.0 + n for n in range(300)]}, "A & B"))
    assert len(root.findall("{*}polyline")) == 2


def test_a_threshold_refuses_what_was_asked_and_one_standard_error_more() -> None:
    assert threshold_for(0.5, np.linspace(0, 1, 101)) == pytest.approx(0.5 + (0.25 / 101) ** 0.5)


def test_a_refused_message_counts_as_wrong() -> None:
    assert accepted(Verdicts(np.array([True, True, False, True]), np.array([0.9, 0.2, 0.9, 0.5])), 0.5) == 0.5


def test_rows_are_folded_and_a_missing_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "data.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"train": [["幾點開始啊", "time"]]}).encode()))
    assert read(path, Keys("train", "train"))["train"].texts == [Text("几点开始", "几点开始")]
    with pytest.raises(DataError, match="no key 'test'; it has train"):
        read(path, Keys("train", "test"))


def test_a_trimmed_pack_keeps_a_question_of_each_fact():
    pack = load_pack(SMALL_PACK)

    left = trimmed(pack, [])

    assert [len(c.asks.zh) + len(c.asks.en) >= 1 for c in left.candidates] == [True] * len(pack.candidates)
