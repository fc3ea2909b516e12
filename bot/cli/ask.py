"""`assistant ask "…"`: one answer."""

from __future__ import annotations

import asyncio
from typing import Sequence

from bot.cli import parser
from bot.cli.runtime import add_today, make_gateway, numbered, prepare


def run(arguments: Sequence[str]) -> int:
    """Answer one question on standard output."""
    options = parser("ask")
    options.add_argument("question", nargs="+")
    add_today(options)
    given = options.parse_args(arguments)
    gateway = make_gateway(prepare(given.today))
    for reply in asyncio.run(gateway.handle("ask", " ".join(given.question))):
        print(reply.text)
        if reply.buttons:
            print(numbered(button.title for button in reply.buttons))
    return 0
