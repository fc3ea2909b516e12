"""The comparison: trains both sides on the same phrases, starts them, talks to both, prints and draws what was found."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import psutil

from bench.chart import draw
from bench.phrases import Phrase, all_phrases, messages, share_of
from bench.plan import Plan
from bench.sides import Ours, Side, Stock
from bench.talk import Figures, Times, talk
from bench.verdict import Measured, all_met, table
from bot.cli.runtime import report
from bot.settings import ROOT, read_settings
from knowledge.pack import load_pack


def compare(plan: Plan, svg: Path | None) -> int:
    """Measure all that `plan` asks for; 0 where every target is met, else 1.

    Raises:
        ServiceError: a program did not do its work.
    """
    settings = read_settings()
    folder = settings.state.resolve() / "bench"
    phrases = all_phrases(ROOT / "nlu" / "examples", load_pack(settings.pack_folder))
    share = share_of(phrases, plan.phrases)
    said = [text for text in messages(phrases, 3 * max(plan.longest, 1000)) if not text.startswith("/")]
    ours, stock = Ours(folder / "ours"), Stock(folder / "stock", plan.tokenizer)
    report(f"training ours on all {len(phrases):,} phrases, with the index of the pack, from nothing")
    whole = ours.train_whole(anew=not plan.quick)
    training = {side.name: _train(side, share) for side in (ours, stock)}
    measured, times = _serve([ours, stock], training, plan, said)
    print(f"\n{machine()}; stock: {plan.tokenizer}, DIET, 100 epochs")
    print(_shares(len(share), len(phrases), whole))
    print(f"Times of {plan.samples} turns at each length, at the HTTP endpoint, the two sides ten turns at a time.\n")
    print(table(measured["ours"], measured["stock"]))
    target = svg or folder / "turns.svg"
    _keep(folder / "turns.json", plan, measured, times, whole)
    _draw(target, times)
    print(f"\ndrawn: {target}\nall figures: {folder / 'turns.json'}")
    return 0 if all_met(measured["ours"], measured["stock"]) else 1


def _train(side: Side, share: list[Phrase]) -> float:
    report(f"training {side.name} on {len(share):,} phrases")
    seconds = side.train(share)
    report(f"trained {side.name} in {seconds:.1f} s")
    return seconds


def _serve(
    sides: Sequence[Side], training: dict[str, float], plan: Plan, said: Sequence[str]
) -> tuple[dict[str, Measured], dict[str, Times]]:
    try:
        started = {side.name: _start(side) for side in sides}
        times = talk(sides, plan, said)
        measured = {}
        for side in sides:
            turns = {length: Figures.of(times[side.name].at(length, plan)) for length in plan.lengths}
            measured[side.name] = Measured(training[side.name], *started[side.name], side.megabytes(), turns)
        return measured, dict(times)
    finally:
        for side in sides:
            side.stop()


def _start(side: Side) -> tuple[float, float]:
    """Seconds and megabytes of the second start: the first reads the disk for both that follow."""
    report(f"starting {side.name} once, and once more to be timed")
    side.start()
    side.stop()
    seconds = side.start()
    return seconds, side.megabytes()


def _shares(share: int, phrases: int, whole: float) -> str:
    if share == phrases:
        return f"Both are trained on all {phrases:,} phrases."
    return (
        f"Training is compared on {share:,} of the {phrases:,} phrases ({share / phrases:.1%}), the same for both, each from nothing;\n"
        f"stock's turns are those of that model. Ours is served with the model of all phrases, which took {whole:.1f} s (index included)."
    )


def machine() -> str:
    """What the figures were measured on."""
    load = psutil.getloadavg()[2]
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores (load of the last 15 minutes {load:.1f}), {memory:.0f} GB, Python {platform.python_version()}"


def _keep(path: Path, plan: Plan, measured: dict[str, Measured], times: dict[str, Times], whole: float) -> None:
    content = {
        "plan": asdict(plan),
        "training_on_all_phrases": whole,
        "measured": {name: asdict(side) for name, side in measured.items()},
        "times": {name: asdict(side) for name, side in times.items()},
    }
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _draw(path: Path, times: dict[str, Times]) -> None:
    series = {name: side.long or [turn for turns in side.short.values() for turn in turns] for name, side in times.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draw(series, "Time of a turn, by its place in the conversation"), encoding="utf-8")
