"""What every verb that answers needs: the pack, the model, the gateway; made with progress on stderr."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import sys
import warnings
from pathlib import Path
from typing import Iterator

from bot.cli import UserError
from bot.settings import Settings, read_settings


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
    warnings.filterwarnings("ignore")
    from bot.logs import configure

    configure()


def prepare(today: dt.date | None = None) -> Settings:
    """Settings read, logs configured, the pack indexed and shared."""
    quiet()
    settings = read_settings()
    if today:
        settings = dataclasses.replace(settings, today=today)
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


def make_gateway(settings: Settings, trackers: Path | None = None):  # type: ignore[no-untyped-def]
    """A gateway to the assistant with the model of today's inputs."""
    from bot.agent import Assistant
    from bot.model import ModelError, ready_model
    from connectors.gateway import Gateway, Limits

    try:
        model = ready_model(settings, report)
    except ModelError as error:
        raise UserError(str(error)) from None
    limits = Limits(settings.message_limit, settings.turn_timeout)
    fixed = settings.today
    return Gateway(Assistant(model.path, trackers), limits, (lambda: fixed) if fixed else None)


def numbered(titles: Iterator[str]) -> str:
    """Buttons for a terminal."""
    return "\n".join(f"  [{number}] {title}" for number, title in enumerate(titles, 1))
