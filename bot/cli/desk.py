"""`assistant desk serve|add-staff|invite`: where staff work, and who may."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli import UserError, parser
from bot.cli.runtime import add_today, opened_records, settle
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from records.database import Database

_BY = "command line"
_ROLES = ("agent", "lead", "administrator", "auditor")


def run(arguments: Sequence[str]) -> int:
    """Serve the desk, or let somebody in."""
    options = parser("desk")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="serve|add-staff|invite")
    serving = kinds.add_parser("serve", help="run the desk alone; `serve` runs it beside the public server")
    serving.add_argument("--host", help="address to listen on (default: ASSISTANT_DESK_HOST, 127.0.0.1)")
    serving.add_argument("--port", type=int, help="port to listen on, 0 for any free one (default: ASSISTANT_DESK_PORT, 8001)")
    serving.add_argument("--beside", action="store_true", help="end when standard input does: with the program that started it")
    add_today(serving)
    adding = kinds.add_parser("add-staff", help="make an account; the link that is printed chooses the password")
    adding.add_argument("login", help="what they sign in with")
    adding.add_argument("--name", help="what visitors see (default: the login)")
    adding.add_argument("--role", choices=_ROLES, default="agent", help="what they may do (default: agent)")
    adding.add_argument("--email", default="", help="where they are told of new hand-overs")
    inviting = kinds.add_parser("invite", help="print a new link by which somebody chooses a password")
    inviting.add_argument("login")
    given = options.parse_args(arguments)
    if given.kind == "serve":
        from bot.desk import serve

        serve(with_address(settle(given.today), given.host, given.port), beside=given.beside)
        return 0
    settings = settle()
    with opened_records(settings) as database:
        print(_added(database, settings, given) if given.kind == "add-staff" else _invited(database, settings, given.login))
    return 0


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    """The settings with what the command line gave."""
    try:
        return dataclasses.replace(settings, desk_host=host or settings.desk_host, desk_port=settings.desk_port if port is None else port)
    except SettingsError as error:
        raise UserError(f"--host/--port: {error}") from None


def _added(database: Database, settings: Settings, given: argparse.Namespace) -> str:
    from records.accounts import invitations, members
    from records.errors import NameTaken, Unstorable
    from records.models import Role

    now = dt.datetime.now(dt.timezone.utc)
    try:
        with database.begin() as session:
            member = members.add(session, given.login, given.name or given.login, Role(given.role), _BY, now, given.email)
            token = invitations.invite(session, member, _BY, now)
    except NameTaken:
        raise UserError(f"there is a member of staff {given.login!r}; `desk invite` prints a new link for them.") from None
    except (ValueError, Unstorable):
        raise UserError(f"{given.login!r} is no login: two to 32 of a-z, 0-9, dot, dash and underscore.") from None
    return _told(settings, member.name, token)


def _invited(database: Database, settings: Settings, login: str) -> str:
    from records.accounts import invitations, members
    from records.errors import NoSuchMember

    try:
        with database.begin() as session:
            member = members.find(session, login)
            token = invitations.invite(session, member, _BY, dt.datetime.now(dt.timezone.utc))
    except NoSuchMember:
        raise UserError(f"there is no member of staff {login!r}; `desk add-staff` makes the account.") from None
    return _told(settings, member.name, token)


def _told(settings: Settings, name: str, token: str) -> str:
    base = settings.desk_url or f"http://{settings.desk_host}:{settings.desk_port}"
    return f"{name} chooses a password here, once, within two days:\n{base}/invitations/{token}"
