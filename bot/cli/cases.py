"""`assistant cases list|show|export|set-state`: what visitors have filed."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.cli import UserError, case_tables, parser
from bot.cli.case_export import FORMATS, export
from bot.cli.edition import Edition, the_edition
from bot.cli.runtime import a_day, opened_records, settle
from records import cases
from records.cases import Case, CaseKind, CaseState
from records.database import Database, Session
from records.errors import NoSuchCase, NoSuchMove, Unstorable

_STATES = [state.value for state in CaseState if state is not CaseState.DRAFT]


def run(arguments: Sequence[str]) -> int:
    """List cases, show one, export them, or move one on."""
    options = parser("cases")
    verbs = options.add_subparsers(dest="verb", required=True, metavar="list|show|export|set-state")
    listing = verbs.add_parser("list", help="what was filed, the newest first")
    _narrow(listing)
    listing.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (default: 100)")
    showing = verbs.add_parser("show", help="a case with all its values and its history")
    showing.add_argument("number", metavar="NUMBER", help="such as BR-21-0042")
    exporting = verbs.add_parser("export", help="cases as a table")
    _narrow(exporting)
    exporting.add_argument("--format", choices=sorted(FORMATS), required=True, help="xlsx and csv for people, json for programs")
    exporting.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: standard output, but for xlsx)")
    exporting.add_argument("--confidential", action="store_true", help="with the needs that are not to be listed")
    moving = verbs.add_parser("set-state", help="move a case on")
    moving.add_argument("number", metavar="NUMBER", help="such as BR-21-0042")
    moving.add_argument("state", choices=_STATES, metavar="STATE", help=", ".join(_STATES))
    moving.add_argument("--reason", default="", metavar="TEXT", help="kept in the case's history")
    given = options.parse_args(arguments)
    settings = settle()
    edition = the_edition(settings)
    with opened_records(settings) as database:
        return {"list": _list, "show": _show, "export": _export, "set-state": _set_state}[given.verb](database, given, edition)


def _narrow(options: argparse.ArgumentParser) -> None:
    options.add_argument("--kind", choices=[kind.value for kind in CaseKind], help="of this kind")
    options.add_argument("--state", choices=_STATES, help="in this state")
    options.add_argument("--since", type=a_day, metavar="YYYY-MM-DD", help="filed on this day or later, in the conference's time zone")
    options.add_argument("--late", action="store_true", help="filed after the deadline")


def _wanted(session: Session, given: argparse.Namespace, edition: Edition, limit: int | None) -> list[Case]:
    sort: dict[str, Any] = {
        "kind": CaseKind(given.kind) if given.kind else None,
        "state": CaseState(given.state) if given.state else None,
        "since": dt.datetime.combine(given.since, dt.time(), edition.zone) if given.since else None,
        "late": True if given.late else None,
    }
    return cases.list_(session, **sort, limit=limit)


def _list(database: Database, given: argparse.Namespace, edition: Edition) -> int:
    if given.limit < 1:
        raise UserError(f"--limit: {given.limit} is below 1.")
    with database.read() as session:
        found = _wanted(session, given, edition, given.limit)
        numbers = cases.numbers_of(session, case_tables.pointed_to(found))
    console = Console(highlight=False)
    console.print(case_tables.overview(found, numbers, edition.zone))
    console.print(f"{len(found)} shown")
    return 0


def _show(database: Database, given: argparse.Namespace, edition: Edition) -> int:
    with database.read() as session:
        case = _found(session, given.number)
        history = cases.history(session, case.id)
        numbers = cases.numbers_of(session, case_tables.pointed_to([case]))
    console = Console(highlight=False)
    console.print(case_tables.whole(case, numbers, edition.zone, edition.topic))
    console.print(case_tables.past(history, edition.zone))
    return 0


def _export(database: Database, given: argparse.Namespace, edition: Edition) -> int:
    with database.read() as session:
        found = _wanted(session, given, edition, None)
        numbers = cases.numbers_of(session, case_tables.pointed_to(found))
    export(found, numbers, given, edition)
    return 0


def _set_state(database: Database, given: argparse.Namespace, _edition: Edition) -> int:
    with database.begin() as session:
        case = _found(session, given.number)
        try:
            now = dt.datetime.now(dt.timezone.utc)
            moved = cases.set_state(session, case.id, CaseState(given.state), _user(), now, version=case.version, reason=given.reason)
        except NoSuchMove:
            ways = ", ".join(sorted(state.value for state in cases.MOVES[case.state])) or "nowhere"
            raise UserError(f"{case.number} is {case.state.value}; from there it can go to: {ways}.") from None
        except Unstorable as error:
            raise UserError(f"--reason: {error}") from None
    print(f"{moved.number}: {case.state.value} → {moved.state.value}")
    return 0


def _found(session: Session, number: str) -> Case:
    try:
        return cases.find(session, number)
    except NoSuchCase:
        raise UserError(f"there is no case {number!r}, or not any more.") from None


def _user() -> str:
    """Who moves a case, for its history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user need not have a name
        return "operator"
