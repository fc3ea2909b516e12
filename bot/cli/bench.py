"""`assistant bench intents|turns`: the classifier on labelled rows, and a turn beside a stock Rasa project."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.cli import UserError, parser
from bot.cli.runtime import quiet

_LENGTHS = "1,10,100,1000"
_QUICK_LENGTHS = "1,10,50"


def run(arguments: Sequence[str]) -> int:
    """Run one of the two benchmarks."""
    options = parser("bench")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="intents|turns")
    _intents_options(kinds.add_parser("intents", help="accuracy of the question classifier on any labelled rows"))
    _turns_options(kinds.add_parser("turns", help="training, start-up, memory and turns beside a stock Rasa project"))
    given = options.parse_args(arguments)
    quiet()
    return _intents(given) if given.kind == "intents" else _turns(given)


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


def _lengths(text: str) -> tuple[int, ...]:
    try:
        lengths = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list such as {_LENGTHS}") from None
    if lengths[0] < 1:
        raise argparse.ArgumentTypeError("a conversation has at least one turn")
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
    from bench.services import ServiceError
    from bench.turns import compare

    lengths = given.lengths or _lengths(_QUICK_LENGTHS if given.quick else _LENGTHS)
    phrases = given.stock_phrases if given.stock_phrases is not None else (300 if given.quick else 1000)
    try:
        return compare(Plan(lengths, phrases, given.tokenizer, given.quick), given.svg)
    except ServiceError as error:
        raise UserError(str(error)) from None
