"""`bench serving`: turns through HTTP at several clients beside stock Rasa, and acknowledgements while understanding is frozen."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import Load, Say, closed, open_
from bench.phrases import all_phrases, messages, share_of
from bench.promises import Promise, conclude, none_of
from bench.sides import Ours, Side, Stock
from bench.standing import Guest, standing
from bench.turns import machine
from bot.cli.runtime import report
from bot.settings import ROOT, Settings, read_settings
from knowledge.pack import load_pack

TIMES_STOCK, AT = 3.0, 32
ACKNOWLEDGED, A_SECOND = 300.0, 50
_PHRASES = 300
_GUESTS = 50
_SAID = 16_000


@dataclass(frozen=True)
class Serving:
    """clients: how many at once, level by level. seconds: of each level. frozen: seconds that understanding stands still."""

    clients: tuple[int, ...] = (1, 8, AT)
    seconds: float = 10.0
    frozen: float = 30.0
    quick: bool = False


Measured = dict[int, dict[str, Load]]
"""Number of clients → name of the side → its load."""


def serve(plan: Serving) -> int:
    """Measure both; 0 where every promise is kept, else 1.

    Raises:
        ServiceError: a program did not do its work.
    """
    settings = read_settings()
    folder = settings.state.resolve() / "bench" / "serving"
    frozen = acknowledged(folder / "frozen", plan.frozen)
    levels = _levels(settings, folder, plan)
    print(f"\n{machine()}; stock: jieba, DIET, 100 epochs, {_PHRASES} phrases. Each client says its next message when it is answered.\n")
    print(rows(levels))
    figures = {
        "plan": asdict(plan),
        "frozen": asdict(frozen),
        "levels": {n: {k: asdict(v) for k, v in of.items()} for n, of in levels.items()},
    }
    return conclude([*_of_turns(levels), *_of_acknowledgements(frozen, plan.frozen)], folder / "serving.json", figures)


def acknowledged(state: Path, seconds: float) -> Load:
    """Messages at a set rate while a first one stands still in understanding for as long."""
    report(f"acknowledgements at {A_SECOND} requests a second while understanding is frozen for {seconds:g} s")
    shutil.rmtree(state, ignore_errors=True)
    with standing("the stand-in", state) as port, contextlib.ExitStack() as closed_later:
        frozen, *guests = (closed_later.enter_context(contextlib.closing(Guest(port))) for _ in range(_GUESTS + 1))
        frozen.send(f"freeze {seconds:g}")
        return open_([_sending(guest) for guest in guests], A_SECOND, seconds)


def _sending(guest: Guest) -> Say:
    return lambda number: guest.send(f"message {number}")


def _levels(settings: Settings, folder: Path, plan: Serving) -> Measured:
    phrases = all_phrases(ROOT / "nlu" / "examples", load_pack(settings.pack_folder))
    said = list(dict.fromkeys(text for text in messages(phrases, _SAID) if not text.startswith("/")))  # nothing is said twice
    ours, stock = Ours(folder / "ours", settings.models.resolve()), Stock(folder / "stock", "jieba")
    _keep_index(settings, folder / "ours" / "state")
    if not (plan.quick and any((folder / "stock" / "models").glob("*"))):
        report(f"training stock on {_PHRASES} phrases")
        stock.train(share_of(phrases, _PHRASES))
    try:
        for side in (ours, stock):
            report(f"starting {side.name}")
            side.start()
        warm_up, *levels = _shares(said, 1 + len(plan.clients))
        for side in (ours, stock):
            closed([_saying(side, "warm-up", warm_up)], 2.0)
        sides = [ours, stock]
        return {clients: {side.name: _level(side, clients, plan, share) for side in sides} for clients, share in zip(plan.clients, levels)}
    finally:
        for side in (ours, stock):
            side.stop()


def _keep_index(settings: Settings, state: Path) -> None:
    """The index of the pack is not what is measured here: it is taken along where it is built already. Records begin empty."""
    shutil.rmtree(state, ignore_errors=True)
    if (settings.state / "index").is_dir():
        shutil.copytree(settings.state / "index", state / "index")


def _level(side: Side, clients: int, plan: Serving, said: Sequence[str]) -> Load:
    report(f"{side.name}: {clients} client{'s' if clients > 1 else ''} for {plan.seconds:g} s")
    return closed([_saying(side, f"{clients}-{place}", share) for place, share in enumerate(_shares(said, clients))], plan.seconds)


def _shares(said: Sequence[str], parts: int) -> list[Sequence[str]]:
    """As many parts without a text in common: what was said once is not understood anew."""
    return [said[place::parts] for place in range(parts)]


def _saying(side: Side, conversation: str, said: Sequence[str]) -> Callable[[int], None]:
    client = side.connected()
    return lambda number: side.speak(client, conversation, said[number % len(said)])


def rows(levels: Measured) -> str:
    """A line for each side at each number of clients."""
    lines = [f"{'clients':>7}  {'':<6}{'messages/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'failed':>8}"]
    for clients, sides in levels.items():
        for name, load in sides.items():
            figures = f"{load.a_second:>11.1f}{load.at(0.5):>9.1f}{load.at(0.95):>9.1f}{len(load.failed):>8}"
            lines.append(f"{clients:>7}  {name:<6}{figures}")
    return "\n".join(lines) + "\n"


def _of_turns(levels: Measured) -> list[Promise]:
    failed = [f"{clients} clients: {error}" for clients, sides in levels.items() for error in sides["ours"].failed]
    asked = sum(len(sides["ours"].times) + len(sides["ours"].failed) for sides in levels.values())
    found = [none_of("ours: turns that failed", failed, asked)]
    if AT in levels:
        ours, stock = levels[AT]["ours"], levels[AT]["stock"]
        ratio = ours.a_second / stock.a_second if stock.times else float("inf")
        found.append(Promise(f"throughput at {AT} clients, × stock", f"{ratio:.2f}", f"≥ {TIMES_STOCK:g}", ratio >= TIMES_STOCK))
    return found


def _of_acknowledgements(load: Load, seconds: float) -> list[Promise]:
    what = f"acknowledged at {A_SECOND}/s, frozen {seconds:g} s: p50 / p99"
    found = f"{load.at(0.5):.1f} / {load.at(0.99):.1f} ms"
    return [
        none_of("frozen: not acknowledged", load.failed, len(load.times) + len(load.failed)),
        Promise(what, found, f"p99 ≤ {ACKNOWLEDGED:g} ms", load.at(0.99) <= ACKNOWLEDGED),
    ]
