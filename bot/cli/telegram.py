"""`assistant telegram doctor`: what is missing or refused before the bot works; and the webhook taken away."""

from __future__ import annotations

import asyncio
from typing import Sequence

from bot.cli import UserError, parser
from bot.cli.runtime import quiet
from bot.credentials import opened, read_sections
from connectors.telegram.credentials import Credentials


def run(arguments: Sequence[str]) -> int:
    """Examine the bot and its webhook; 1 where something is to be done."""
    options = parser("telegram")
    kinds = options.add_subparsers(dest="kind", required=True, metavar="doctor")
    doctor = kinds.add_parser("doctor", help="say what is missing or refused, and what to do")
    doctor.add_argument("--delete", action="store_true", help="take the webhook away, so that Telegram calls nobody")
    given = options.parse_args(arguments)
    quiet()
    credentials = _credentials()
    return asyncio.run(_deleted(credentials) if given.delete else _examined(credentials))


def _credentials() -> Credentials:
    section = next(section for section in read_sections() if section.channel == "telegram")
    channel = opened(section)
    if channel is None:
        raise UserError(f"the channel telegram is off, for {section.lacks()} is not set. docs/telegram.md tells how to begin.")
    found: Credentials = channel.credentials
    return found


async def _examined(credentials: Credentials) -> int:
    from connectors.telegram.doctor import examine

    findings = await examine(credentials)
    for finding in findings:
        print(f"{'ok  ' if finding.good else 'MEND'}  {finding.said}")
    return 0 if all(finding.good for finding in findings) else 1


async def _deleted(credentials: Credentials) -> int:
    from telegram.error import TelegramError

    from connectors.telegram.bot import opened as opened_bot
    from connectors.telegram.doctor import delete

    async with opened_bot(credentials) as bot:
        try:
            await delete(bot)
        except TelegramError as error:
            raise UserError(f"Telegram did not take the webhook away: {type(error).__name__}.") from None
    print("the webhook is taken away; the server sets it again when it starts.")
    return 0
