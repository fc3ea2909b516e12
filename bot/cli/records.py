"""`assistant records purge|export|erase`: retention, and what a visitor may ask for."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from bot.cli import UserError, parser
from bot.cli.runtime import opened_records, settle
from records import privacy, visits
from records.database import Database, Session
from records.errors import NoSuchConversation


def run(arguments: Sequence[str]) -> int:
    """Purge old messages, or export or erase all of one visitor."""
    options = parser("records")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="purge|export|erase")
    purging = kinds.add_parser("purge", help="delete messages and cases that are too old; statistics stay. The server does it every hour")
    purging.add_argument("--days", type=float, metavar="N", help="messages older than so many days (default: ASSISTANT_RETENTION_DAYS)")
    exporting = kinds.add_parser("export", help="all that is kept of a visitor, as JSON")
    exporting.add_argument("conversation", help="public id of a conversation of the visitor")
    exporting.add_argument("--out", type=Path, help="where to write (default: standard output)")
    erasing = kinds.add_parser("erase", help="erase all that is kept of a visitor, for good")
    erasing.add_argument("conversation", help="public id of a conversation of the visitor")
    given = options.parse_args(arguments)
    settings = settle()
    with opened_records(settings) as database:
        if given.kind == "purge":
            return _purge(database, settings.retention_days if given.days is None else given.days, settings.case_days)
        return _export(database, given) if given.kind == "export" else _erase(database, given)


def _purge(database: Database, days: float, case_days: float) -> int:
    if days < 0:
        raise UserError(f"--days: {days:g} is below 0.")
    purged = privacy.purge_all(database, dt.datetime.now(dt.timezone.utc), days, case_days=case_days)
    print(f"purged: {purged.messages} messages, {purged.visitors} visitors, {purged.cases} cases")
    return 0


def _export(database: Database, given: argparse.Namespace) -> int:
    with database.read() as session:
        found = privacy.export(session, _visitor(session, given.conversation))
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def _erase(database: Database, given: argparse.Namespace) -> int:
    with database.begin() as session:
        erased = privacy.erase(session, _visitor(session, given.conversation))
    database.scrub()
    print("erased: " + ", ".join(f"{rows} of {table}" for table, rows in erased.items() if rows))
    return 0


def _visitor(session: Session, conversation: str) -> int:
    try:
        return visits.find(session, conversation).visitor_id
    except NoSuchConversation:
        raise UserError(f"there is no conversation {conversation!r}, or not any more.") from None
