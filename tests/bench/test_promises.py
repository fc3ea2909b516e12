"""The benchmarks of promises: short runs against the real server, and that a broken promise is told. No time is asserted."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from bench import crashes, growth, outage, serving
from bench import wechat as wechat_bench
from bench.crashes import Crashes, crash
from bench.follower import Writer, judge
from bench.growth import Growth, grow
from bench.load import Load, closed, open_
from bench.outage import Outage, go_without
from bench.preload import preload
from bench.promises import Promise, conclude, none_of, table
from bench.services import ServiceError
from bench.serving import acknowledged, rows
from bench.tally import count
from bench.visitor import Visitor
from bot.settings import ROOT, Settings
from records.database import Database
from tests.killing import SMALL_PACK
from tests.platforms.wechat import Follower, WeChat


@pytest.fixture
def state(tmp_path, monkeypatch):
    """A state folder; the stand-in has the small pack, which is indexed in a moment."""
    settings = Settings(state=tmp_path, pack=str(SMALL_PACK))
    for module in (crashes, growth, outage, serving, wechat_bench):
        monkeypatch.setattr(module, "read_settings", lambda: settings)
    monkeypatch.setattr("bench.standing.OPTIONS", ("--pack", str(SMALL_PACK), "--index", str(tmp_path / "index")))
    return tmp_path


def test_a_short_run_of_kills_deliveries_and_order_keeps_its_promises(state, monkeypatch, capsys):
    monkeypatch.setattr(crashes, "_ORDERED_MESSAGES", 5)
    assert crash(Crashes(kills=2, deliveries=40)) == 0
    assert capsys.readouterr().out.count(" met\n") == 8
    kept = json.loads((state / "bench" / "crashes" / "crashes.json").read_text())
    assert (kept["delivered"]["stored"], kept["delivered"]["answers"], kept["ordered"]["stored"]) == (40, 40, 100)


def test_a_short_run_on_full_records_keeps_its_figures(state, monkeypatch, capsys):
    monkeypatch.setattr(growth, "_SETTLING", 0)
    assert grow(Growth(messages=400, rounds=2, turns=3)) in {0, 1}
    assert "400 messages preloaded" in capsys.readouterr().out
    times = json.loads((state / "bench" / "growth" / "growth.json").read_text())["times"]
    assert {name: len(taken) for name, taken in times.items()} == {"empty": 6, "full": 6, "long": 6}


def test_the_long_conversations_of_full_records_are_gone_on_with(tmp_path):
    long = preload(tmp_path / "records.db", 2000)
    with closing(sqlite3.connect(tmp_path / "records.db")) as database:
        lengths = dict(database.execute("SELECT public_id, last_number FROM conversations"))
        counted = dict(
            database.execute("SELECT public_id, count(*) FROM messages m JOIN conversations c ON c.id = conversation_id GROUP BY public_id")
        )
    assert counted == lengths
    assert (sum(lengths.values()), len(long), {lengths.pop(name) for name in long}) == (2000, 10, {20})
    assert set(lengths.values()) == {40}


def test_a_short_outage_of_the_records_loses_nothing_and_is_told(state, monkeypatch, capsys):
    monkeypatch.setattr(outage, "_TALK", 0.5)
    assert go_without(Outage(seconds=6)) == 0
    assert capsys.readouterr().out.count(" met\n") == 8
    kept = json.loads((state / "bench" / "outage" / "outage.json").read_text())
    assert kept["tally"]["stored"] == kept["tally"]["answers"] > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_benchmark_that_is_ended_leaves_no_server_behind(tmp_path, number):
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom bench import standing\nfrom bot.cli.bench import end_in_order\n"
        "end_in_order()\nstanding.OPTIONS = sys.argv[2:]\n"
        "with standing.standing('a server', Path(sys.argv[1])) as port:\n    print(port, flush=True)\n    time.sleep(60)\n"
    )
    options = ["--pack", str(SMALL_PACK), "--index", str(tmp_path / "index")]
    command = [sys.executable, "-c", program, str(tmp_path / "state"), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as benchmark:
        port = int(benchmark.stdout.readline())
        benchmark.send_signal(number)
        assert benchmark.wait(timeout=30) == 128 + number
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_a_short_run_of_a_wechat_platform_loses_and_doubles_nothing(state, monkeypatch, capsys):
    monkeypatch.setattr(wechat_bench, "_FOLLOWERS", 8)
    assert wechat_bench.measure(wechat_bench.Plan(seconds=2, frozen=2, messages=80, kills=2)) in {0, 1}
    assert "passive reply at 50/s: p50 / p99" in capsys.readouterr().out
    kept = json.loads((state / "bench" / "wechat" / "wechat.json").read_text())
    assert [len(kept["storm"][name]) for name in ("lost", "doubled", "turned_twice")] == [0, 0, 0]
    assert (kept["storm"]["accepted"], len(kept["frozen"]["before"]["times"])) == (80, 50)


def test_messages_are_acknowledged_while_understanding_is_frozen(state):
    load = acknowledged(state / "frozen", 1)
    assert (len(load.times), load.failed) == (50, [])


# What is broken is told


def stored(path, *messages):
    """Records with one conversation, "c", and its messages: (direction, text, reply_to, id)."""
    Database(path).migrate()
    with closing(sqlite3.connect(path)) as database, database:
        at = "2023-01-01"
        database.execute("INSERT INTO visitors (id, channel, account, key, since) VALUES (1, 'web', '', 'k', ?)", (at,))
        database.execute(
            "INSERT INTO conversations (id, public_id, visitor_id, channel, account, language_chosen, owner, epoch, owner_since,"
            " last_number, since, last_at, lease) VALUES (1, 'c', 1, 'web', '', 0, 'bot', 0, ?, 0, ?, ?, 0)",
            (at, at, at),
        )
        for number, (direction, text, reply_to, id_) in enumerate(messages, 1):
            state = "answered" if direction == "in" else None
            database.execute(
                "INSERT INTO messages (conversation_id, number, direction, author, text, metadata, buttons, at, state, reply_to,"
                " channel_message_id) VALUES (1, ?, ?, 'x', ?, '{}', '[]', '2023-01-01', ?, ?, ?)",
                (number, direction, text, state, reply_to, id_ and f"c:{id_}"),
            )
    return path


def follower(*shown):
    """One who was shown this: (text, when)."""
    found = Follower("o1")
    for text, at in shown:
        found.shown.append(("passive", text))
        found.times.append(at)
    return found


def test_what_a_follower_lost_or_got_twice_is_told(tmp_path):
    path = stored(tmp_path / "records.db", ("out", "1 heard: a", 1, None), ("out", "3 heard: c", 3, None))
    who = follower(("1 heard: wait 2 a", 1.0), ("2 heard: b\n\n3 heard: c", 2.0), ("2 heard: b", 50.0), ("1 heard: wait 2 a", 60.0))
    writer = Writer(WeChat(), who, "abcd", 1.0, None, accepted=["a", "b", "c", "d"])
    found = judge([writer], [2.5], path)
    assert (found.lost, found.doubled, found.near_kills) == (["d"], [], ["a: shown 2 times", "b: shown 2 times"])
    assert found.turned_twice == ["conversation 1: '3 heard: c'"]
    assert judge([writer], [99.0], path).doubled == ["a: shown 2 times", "b: shown 2 times"]


def visitor(texts, seen):
    found = Visitor([], texts)
    found.conversation, found.accepted = "c", [f"message-{n}" for n in range(len(texts))]
    found.seen = [{"number": number, "text": text} for number, text in seen]
    return found


A, B = ("in", "a", None, "message-0"), ("in", "b", None, "message-1")
SEEN = [(1, "a"), (2, "1 heard: a"), (3, "b"), (4, "2 heard: b")]


def wrong(tally):
    return {name: len(found) for name, found in vars(tally).items() if isinstance(found, list) and found}


@pytest.mark.parametrize(
    ("messages", "seen", "expected"),
    [
        ([A, ("out", "1 heard: a", 1, None), B, ("out", "2 heard: b", 3, None)], SEEN, {}),
        ([A, ("out", "1 heard: a", 1, None)], SEEN[:2], {"lost": 1}),
        ([A, ("out", "1 heard: a", 1, None), B], SEEN[:3], {"unanswered": 1}),
        ([A, ("out", "1 heard: a", 1, None), B, ("out", "3 heard: b", 3, None)], [*SEEN[:3], (4, "3 heard: b")], {"twice": 1}),
        ([A, ("out", "1 heard: a", 1, None), B, ("out", "2 heard: b", 3, None)], SEEN[:3], {"unseen": 1}),
        ([A, ("out", "1 heard: a", 1, None), B, ("out", "2 heard: b", 3, None)], [*SEEN, SEEN[3]], {"twice": 1}),
        ([A, ("out", "1 heard: a", 1, None), B, ("out", "2 heard: b", 3, None)], [SEEN[1], SEEN[0], *SEEN[2:]], {"disordered": 1}),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_counted(tmp_path, messages, seen, expected):
    assert wrong(count(stored(tmp_path / "records.db", *messages), [visitor(["a", "b"], seen)])) == expected


def test_messages_that_are_stored_in_another_order_are_counted(tmp_path):
    path = stored(tmp_path / "records.db", B, ("out", "1 heard: b", 1, None), A, ("out", "2 heard: a", 3, None))
    seen = [(1, "b"), (2, "1 heard: b"), (3, "a"), (4, "2 heard: a")]
    assert wrong(count(path, [visitor(["a", "b"], seen)])) == {"disordered": 2}


def test_a_broken_promise_is_listed_and_the_exit_code_says_so(tmp_path, capsys):
    promises = [none_of("lost", ["message 1", "message 2"], 10), Promise("p99", "1 ms", "≤ 2 ms", kept=True)]
    assert conclude(promises, tmp_path / "x.json", {}) == 1
    assert "2 of 10  0  MISSED" in (printed := capsys.readouterr().out)
    assert "lost:\n  message 1\n  message 2" in printed
    assert conclude(promises[1:], tmp_path / "x.json", {}) == 0


def test_nothing_looked_at_shows_nothing():
    assert not none_of("lost", [], 0).kept


def test_a_long_list_is_cut():
    assert table([none_of("lost", [str(n) for n in range(30)], 30)]).endswith("… and 10 more")


# Load


def say(number):
    if number == 1:
        raise ServiceError("no")


def test_clients_say_each_message_and_failures_are_kept_apart():
    load = open_([say, say], 100, 0.1)
    assert (len(load.times), load.failed) == (9, ["no"])
    assert closed([say], 0.05).failed == ["no"]


def test_the_throughput_is_held_against_that_of_stock():
    def promises(stock):
        return serving._of_turns({32: {"ours": Load([1.0] * 30, seconds=1), "stock": Load([1.0] * stock, seconds=1)}})

    assert [[promise.kept for promise in promises(stock)] for stock in (10, 11)] == [[True, True], [True, False]]
    assert "30.0" in rows({32: {"ours": Load([1.0] * 30, seconds=1)}})
