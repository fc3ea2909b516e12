"""`assistant bench`: the classifier on labelled rows, turns beside a stock Rasa project, crashes, load, growth, and an outage."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path

from bot.cli import UserError, parser
from bot.cli.runtime import quiet

_LENGTHS = "1,10,100,1000"
_QUICK_LENGTHS = "1,10,50"
_CLIENTS = "1,8,32"
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(arguments: Sequence[str]) -> int:
    """Run one of the benchmarks."""
    options = parser("bench")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="intents|turns|crashes|serving|growth|outage|wechat")
    _intents_options(kinds.add_parser("intents", help="accuracy of the question classifier on any labelled rows"))
    _turns_options(kinds.add_parser("turns", help="training, start-up, memory and turns beside a stock Rasa project"))
    _crashes_options(kinds.add_parser("crashes", help="kill -9 under load, messages delivered four times, order"))
    _serving_options(kinds.add_parser("serving", help="turns through HTTP at several clients beside stock Rasa; acknowledgements"))
    growth = kinds.add_parser("growth", help="a turn on records full of messages beside one on empty records")
    growth.add_argument("--messages", type=_count, default=1_000_000, metavar="N", help="messages preloaded (default 1000000)")
    outage = kinds.add_parser("outage", help="the records gone under load for a while")
    outage.add_argument("--seconds", type=_count, default=60, metavar="N", help="how long they are gone (default 60)")
    _wechat_options(kinds.add_parser("wechat", help="passive replies, acknowledgements, and kills, driven by a WeChat platform"))
    given = options.parse_args(arguments)
    quiet()
    end_in_order()
    return _measured(given)


def end_in_order() -> None:
    """Let SIGTERM and SIGINT end this process as an exception does: what it started ends with it."""

    def end(number: int, _frame: object) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)  # a second one would break off what the first began
        raise SystemExit(128 + number)

    for each in _SIGNALS:
        signal.signal(each, end)


def _measured(given: argparse.Namespace) -> int:
    from bench.services import ServiceError

    kinds = {
        "intents": _intents, "turns": _turns, "crashes": _crashes, "serving": _serving, "growth": _growth, "outage": _outage,
        "wechat": _wechat,
    }  # fmt: skip
    try:
        return kinds[given.kind](given)
    except ServiceError as error:
        raise UserError(str(error)) from None


def _intents_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("data", type=Path, help="gzipped JSON: key → rows of [text, label]")
    options.add_argument("--train", required=True, metavar="KEY", help="rows to learn from")
    options.add_argument("--test", required=True, metavar="KEY", help="rows to measure on")
    options.add_argument("--oos", metavar="KEY", help="rows that belong to no label: prints the curve of refusing them")
    options.add_argument("--tune", metavar="KEY", help="rows in scope to choose the threshold on (with --tune-oos)")
    options.add_argument("--tune-oos", metavar="KEY", help="rows out of scope to choose the threshold on")


def _turns_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("--lengths", type=_lengths, metavar="N,N,…", help=f"lengths of conversation (default {_LENGTHS})")
    options.add_argument("--quick", action="store_true", help=f"lengths {_QUICK_LENGTHS} and few phrases: a look, no measurement")
    options.add_argument("--stock-phrases", type=int, metavar="N", help="phrases that both are trained on for the comparison; 0: all")
    options.add_argument("--tokenizer", choices=("jieba", "whitespace"), default="jieba", help="of the stock project (default jieba)")
    options.add_argument("--svg", type=Path, help="where to draw the turn times (default: turns.svg beside the results)")


def _crashes_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("--kills", type=_count, default=1000, metavar="N", help="kills under load (default 1000)")
    options.add_argument("--deliveries", type=_count, default=10_000, metavar="N", help="messages delivered four times (default 10000)")


def _serving_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("--clients", type=_lengths, metavar="N,N,…", help=f"clients at once (default {_CLIENTS})")
    options.add_argument("--seconds", type=_count, metavar="N", help="seconds at each number of clients (default 10)")
    options.add_argument("--quick", action="store_true", help="short, and with the stock model of an earlier run: a look, no measurement")


def _wechat_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("--seconds", type=_count, default=30, metavar="N", help="seconds at each rate, and frozen (default 30)")
    options.add_argument("--messages", type=_count, default=10_000, metavar="N", help="messages of the storm (default 10000)")
    options.add_argument("--kills", type=_count, default=100, metavar="N", help="kills of the storm (default 100)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _lengths(text: str) -> tuple[int, ...]:
    try:
        lengths = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list such as {_LENGTHS}") from None
    if lengths[0] < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: each is at least 1")
    return lengths


def _intents(given: argparse.Namespace) -> int:
    from bench.intents import DataError, Keys, measure

    if bool(given.tune) != bool(given.tune_oos) or (given.tune and not given.oos):
        raise UserError("--tune and --tune-oos go together, and with --oos.")
    try:
        measure(given.data, Keys(given.train, given.test, given.oos, given.tune, given.tune_oos))
    except DataError as error:
        raise UserError(str(error)) from None
    return 0


def _turns(given: argparse.Namespace) -> int:
    from bench.plan import Plan
    from bench.turns import compare

    lengths = given.lengths or _lengths(_QUICK_LENGTHS if given.quick else _LENGTHS)
    phrases = given.stock_phrases if given.stock_phrases is not None else (300 if given.quick else 1000)
    return compare(Plan(lengths, phrases, given.tokenizer, given.quick), given.svg)


def _crashes(given: argparse.Namespace) -> int:
    from bench.crashes import Crashes, crash

    return crash(Crashes(given.kills, given.deliveries))


def _serving(given: argparse.Namespace) -> int:
    from bench.serving import Serving, serve

    seconds = given.seconds or (3 if given.quick else 10)
    return serve(Serving(given.clients or _lengths(_CLIENTS), seconds, 10 if given.quick else 30, given.quick))


def _growth(given: argparse.Namespace) -> int:
    from bench.growth import Growth, grow

    return grow(Growth(given.messages))


def _outage(given: argparse.Namespace) -> int:
    from bench.outage import Outage, go_without

    return go_without(Outage(given.seconds))


def _wechat(given: argparse.Namespace) -> int:
    from bench.wechat import Plan, measure

    return measure(Plan(given.seconds, given.seconds, given.messages, given.kills))
