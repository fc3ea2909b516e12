"""What every verb that answers needs: the pack, the model, the gateway; made with progress on stderr."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Iterable

from bot.cli import UserError
from bot.settings import Settings, read_settings

if TYPE_CHECKING:  # Rasa takes seconds to import; only what answers needs it
    from bot.agent import Assistant
    from connectors.gateway import Brain, Gateway


def report(line: str) -> None:
    """Tell the user what goes on."""
    print(f"assistant: {line}", file=sys.stderr, flush=True)


def add_today(parser: argparse.ArgumentParser) -> None:
    """Add `--today`."""
    parser.add_argument("--today", type=a_day, metavar="YYYY-MM-DD", help="rehearse a day instead of the real one")


def a_day(text: str) -> dt.date:
    """A day given on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2023-03-01") from None


def quiet() -> None:
    """Keep Rasa's and TensorFlow's remarks, and above all visitors' words, out of the output."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.showwarning = lambda *_args, **_more: None  # libraries of Rasa put filters of their own before ours
    from bot.logs import configure

    configure()


def settle(today: dt.date | None = None) -> Settings:
    """Settings read and logs configured; the quick part of `prepare`."""
    quiet()
    settings = read_settings()
    return dataclasses.replace(settings, today=today) if today else settings


def prepare(today: dt.date | None = None) -> Settings:
    """Settings read, logs configured, the pack indexed and shared."""
    settings = settle(today)
    open_pack(settings)
    return settings


def open_pack(settings: Settings) -> None:
    """Load and index the pack."""
    from knowledge import library
    from knowledge.pack import PackError

    try:
        library.share(library.Library(settings.pack_folder, settings.state / "index", lambda line: report(f"indexing the pack: {line}")))
    except PackError as error:
        raise UserError(f"the pack {settings.pack} cannot be used:\n{error}") from None


def make_assistant(settings: Settings, trackers: Path | None = None) -> Assistant:
    """The assistant with the model of today's inputs, trained first where it has to be."""
    from bot.agent import Assistant
    from bot.model import ModelError, ready_model

    try:
        model = ready_model(settings, report)
    except ModelError as error:
        raise UserError(str(error)) from None
    report("loading the model")
    return Assistant(model.path, trackers)


def gateway_to(assistant: Brain, settings: Settings) -> Gateway:
    """A gateway to the assistant, with the limits and the day of the settings."""
    from connectors.gateway import Gateway, Limits

    limits = Limits(settings.message_limit, settings.turn_timeout)
    fixed = settings.today
    return Gateway(assistant, limits, (lambda: fixed) if fixed else None)


def make_gateway(settings: Settings, trackers: Path | None = None) -> Gateway:
    """A gateway to the assistant with the model of today's inputs."""
    return gateway_to(make_assistant(settings, trackers), settings)


def numbered(titles: Iterable[str]) -> str:
    """Buttons for a terminal."""
    return "\n".join(f"  [{number}] {title}" for number, title in enumerate(titles, 1))
