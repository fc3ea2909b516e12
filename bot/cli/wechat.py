"""`assistant wechat doctor|menu`: whether the account is set up and answers, and its menu."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.cli import UserError, parser
from bot.cli.runtime import open_pack, open_records, prepare, report, settle
from bot.credentials import Opened, opened, read_sections
from connectors.gateway import Scribe
from connectors.wechat import doctor, menu, platform
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.channel import NAME
from connectors.wechat.finding import WRONG, Finding
from connectors.wechat_kf import channel as kf
from connectors.wechat_kf import doctor as kf_doctor
from connectors.wechat_kf import platform as kf_platform
from knowledge import library
from records import platforms

_WORKER = "command line"
_COLOURS = {"ok": "green", "wrong": "bold red", "note": "yellow"}


def run(arguments: Sequence[str]) -> int:
    """Examine the accounts, or push the menu."""
    options = parser("wechat")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="doctor|menu")
    examining = kinds.add_parser("doctor", help="what is missing, and what the platform refuses")
    examining.add_argument("--url", default="", help="where the running server is reached, to try what WeChat would send it")
    pushing = kinds.add_parser("menu", help="make connectors/wechat/menu.yml the account's menu")
    pushing.add_argument("--check", action="store_true", help="only show what would be pushed")
    given = options.parse_args(arguments)
    return _examine(given) if given.kind == "doctor" else _menu(given)


def table(findings: Iterable[Finding]) -> Table:
    """What was found, for a terminal."""
    found = Table("what", "", "found", show_lines=False)
    for finding in findings:
        found.add_row(finding.name, f"[{_COLOURS[finding.outcome]}]{finding.outcome}[/]", finding.said)
    return found


def _examine(given: argparse.Namespace) -> int:
    channels = {name: opened(section) for section in read_sections() if (name := section.channel) in (NAME, kf.NAME)}
    account, service = channels.get(NAME), channels.get(kf.NAME)
    if account is None and service is None:
        raise UserError("neither the Official Account nor customer service is set up; docs/wechat.md tells how (credentials.yml).")
    settings = prepare()
    scribe = Scribe(open_records(settings))
    try:
        findings = [
            *(asyncio.run(_of_account(account, scribe, given.url)) if account else []),
            *(asyncio.run(_of_service(service, scribe, given.url)) if service else []),
        ]
    finally:
        scribe.close()
    Console(highlight=False).print(table(findings))
    return int(any(finding.outcome == WRONG for finding in findings))


async def _of_account(channel: Opened, scribe: Scribe, url: str) -> list[Finding]:
    account = channel.credentials.account()
    caller = platform.caller_of(account, scribe, _WORKER)
    known = await scribe.read(lambda session: platforms.get(session, NAME, account.app_id))
    try:
        return await doctor.examine(account, caller, known, _website(), url)
    finally:
        caller.close()


async def _of_service(channel: Opened, scribe: Scribe, url: str) -> list[Finding]:
    account = channel.credentials.account()
    caller = kf_platform.caller_of(account, scribe, _WORKER)
    known = await scribe.read(lambda session: platforms.get(session, kf.NAME, account.corp_id))
    try:
        return await kf_doctor.examine(account, caller, known, url)
    finally:
        caller.close()


def _menu(given: argparse.Namespace) -> int:
    settings = settle()
    open_pack(settings)
    try:
        wanted = menu.read(_website())
    except menu.BadMenu as error:
        raise UserError(str(error)) from None
    if given.check:
        print(json.dumps(wanted, ensure_ascii=False, indent=2))
        return 0
    section = next((opened(section) for section in read_sections() if section.channel == NAME), None)
    if section is None:
        raise UserError("the Official Account is not set up; docs/wechat.md tells how (credentials.yml).")
    scribe = Scribe(open_records(settings))
    caller = platform.caller_of(section.credentials.account(), scribe, _WORKER)
    try:
        _asked(lambda: menu.push(caller, wanted))
    finally:
        caller.close()
        scribe.close()
    report("the menu is pushed; those who follow already see it within a day.")
    return 0


def _asked(call: Callable[[], Awaitable[Any]]) -> None:
    async def asked() -> None:
        await call()

    try:
        asyncio.run(asked())
    except Refused as refusal:
        raise UserError(f"the platform refuses: {doctor.advice(refusal)}") from None
    except Unreachable as error:
        raise UserError(str(error)) from None


def _website() -> str:
    return library.shared().index().pack.event.website
