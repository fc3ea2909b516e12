"""What every verb that answers needs: the pack, the model, the gateway; made with progress on stderr."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import os
import sys
import warnings
from typing import TYPE_CHECKING, Iterable, Iterator

from bot.cli import UserError
from bot.settings import Settings, read_settings

if TYPE_CHECKING:  # Rasa takes seconds to import; only what answers needs it
    from bot.agent import Assistant
    from connectors.gateway import Attendance, Gateway, Scribe
    from records.database import Database


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
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # else Rasa draws bars of its own
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


def open_records(settings: Settings) -> Database:
    """The records, with the tables of this version."""
    from records.database import Database
    from records.errors import DatabaseError

    try:
        database = Database(settings.records)
        database.migrate()
    except (DatabaseError, ValueError) as error:
        raise UserError(f"the records cannot be used: {error}. ASSISTANT_DATABASE and ASSISTANT_STATE say where they are.") from None
    return database


@contextlib.contextmanager
def opened_records(settings: Settings) -> Iterator[Database]:
    """The records for a command, closed at its end."""
    from records.errors import DatabaseError

    database = open_records(settings)
    try:
        yield database
    except DatabaseError as error:
        raise UserError(f"the records cannot be used: {error}.") from None
    finally:
        database.dispose()


def make_assistant(settings: Settings, scribe: Scribe | None = None, site: str = "") -> Assistant:
    """The assistant with the model of today's inputs, trained first where it has to be.

    scribe: of its records; None: in memory. site: the address at which visitors reach this server, "" for none.
    """
    from bot.agent import Assistant
    from bot.model import ModelError, ready_model

    try:
        model = ready_model(settings, report)
    except ModelError as error:
        raise UserError(str(error)) from None
    report("loading the model")
    return Assistant(model.path, scribe, case_days=settings.case_days, site=site)


def gateway_to(assistant: Assistant, settings: Settings, worker: str = "server") -> Gateway:
    """A gateway to the assistant and into its records, with the limits and the day of the settings."""
    from connectors.gateway import Gateway, Limits, Rate

    visitor, address = Rate(settings.rate, settings.burst), Rate(settings.address_rate, int(settings.address_rate))
    limits = Limits(settings.message_limit, settings.turn_timeout, visitor, address)
    fixed = settings.today
    day = (lambda: fixed) if fixed else None
    retention, case_days = settings.retention_days, settings.case_days
    return Gateway(
        assistant,
        assistant.scribe,
        limits,
        day,
        worker=worker,
        retention=retention,
        case_days=case_days,
        attendance=attendance_of(settings),
        adviser=assistant,
    )


def attendance_of(settings: Settings) -> Attendance:
    """When staff can be had."""
    from connectors.gateway import Attendance
    from knowledge import library

    zone, fixed = library.shared().index().pack.event.timezone, settings.today
    day = (lambda: fixed) if fixed else None
    return Attendance(settings.hours(zone), settings.claim_minutes * 60, settings.idle_minutes * 60, day)


def make_gateway(settings: Settings) -> Gateway:
    """A gateway to the assistant with the model of today's inputs; its records are in memory."""
    return gateway_to(make_assistant(settings), settings)


def numbered(titles: Iterable[str]) -> str:
    """Buttons for a terminal."""
    return "\n".join(f"  [{number}] {title}" for number, title in enumerate(titles, 1))
