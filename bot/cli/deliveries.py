"""`assistant deliveries list|resend`: what could not be sent, and another try for it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bot.cli import UserError, parser
from bot.cli.runtime import opened_records, settle
from records import outbox
from records.database import Database
from records.errors import NoSuchDelivery, NoSuchMove
from records.models import Delivery, DeliveryState

_STATES = [state.value for state in DeliveryState]


def run(arguments: Sequence[str]) -> int:
    """List deliveries, or send dead letters again."""
    options = parser("deliveries")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="list|resend")
    listing = kinds.add_parser("list", help="the newest deliveries")
    listing.add_argument("--state", choices=_STATES, default="dead", help="of this state (default: dead)")
    listing.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (default: 100)")
    resending = kinds.add_parser("resend", help="try dead letters again, at once")
    resending.add_argument("ids", nargs="*", type=int, metavar="ID", help="ids as `list` shows them")
    resending.add_argument("--all", action="store_true", help="all dead letters")
    given = options.parse_args(arguments)
    with opened_records(settle()) as database:
        return _list(database, given) if given.kind == "list" else _resend(database, given)


def _list(database: Database, given: argparse.Namespace) -> int:
    with database.read() as session:
        found = outbox.list_(session, DeliveryState(given.state), given.limit)
        counts = outbox.counts(session)
    console = Console(highlight=False)
    console.print(table(found))
    console.print(", ".join(f"{state.value}: {counts.get(state, 0)}" for state in DeliveryState if state is not DeliveryState.SENT))
    return 0


def _resend(database: Database, given: argparse.Namespace) -> int:
    if bool(given.ids) == given.all:
        raise UserError("name the deliveries by their ids, or say --all.")
    with database.begin() as session:
        ids = given.ids or [delivery.id for delivery in outbox.list_(session, DeliveryState.DEAD, 1_000_000)]
        for number in ids:
            try:
                outbox.resend(session, number, dt.datetime.now(dt.timezone.utc))
            except NoSuchDelivery:
                raise UserError(f"there is no delivery {number}; nothing is sent again.") from None
            except NoSuchMove:
                raise UserError(f"delivery {number} is no dead letter; nothing is sent again.") from None
    print(f"{len(ids)} to be sent again; the running server does it.")
    return 0


def table(deliveries: Sequence[Delivery]) -> Table:
    """Deliveries for a terminal; without a word of what is in them."""
    found = Table("id", "conversation", "message", "state", "tries", "changed", "next try", "error")
    for delivery in deliveries:
        times = (f"{at:%Y-%m-%d %H:%M:%S}Z" for at in (delivery.at, delivery.next_try))
        numbers = (delivery.id, delivery.conversation_id, delivery.message_id)
        found.add_row(*map(str, numbers), delivery.state.value, str(delivery.attempts), *times, delivery.error or "")
    return found
