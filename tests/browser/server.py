"""The real server with answers out of a table in place of the assistant: what browsers are shown in the tests.

    PYTHONPATH=. python tests/browser/server.py --state FOLDER --port N

A message "wait 3" is answered after three seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.serve import Server, bind, configuration, listen, until_signal
from bot.logs import configure
from bot.server import make_app
from bot.settings import Settings, read_settings
from bot.worker import working
from connectors.gateway import Attendance, Gateway, Heard, Limits, Rate, Scribe, Thought
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from knowledge import library
from knowledge.reply import Button, Kind, Metadata, Reply
from records.database import Database

TABLE = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))
OTHER_SITE = "http://other.test"
"""A site that may use the web channel, as another one than the server's own."""


@dataclass(frozen=True)
class Dated(Metadata):
    """Metadata of an answer that is a date."""

    dates: tuple[Any, ...] = ()


class TableBrain:
    """Answers out of the table."""

    async def turn(self, conversation: str, heard: Heard) -> Thought:
        """See `Brain`."""
        waits = re.match(r"wait (\d+)", heard.text)
        await asyncio.sleep(float(waits[1]) if waits else 0.15)
        language = "zh" if re.search("[\u4e00-\u9fff]", heard.text) else "en"
        if heard.switched and heard.language:
            language = heard.language
        return Thought((answer(heard, language),), heard.intent or "table", 1.0)

    async def replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        """See `Brain`; the table remembers nothing."""
        return None


def answer(heard: Heard, language: str) -> Reply:
    """The first answer with a word of the message."""
    said = heard.text.lower()
    fitting = (found for found in TABLE["answers"] if any(word in said for word in found["asked"].split("|")))
    found = TABLE["person"][language] if heard.intent == "want_person" else next(fitting, TABLE["otherwise"][language])
    what = found["metadata"]
    buttons = tuple(Button(title, f"{title}的联系方式") for title in found.get("buttons", []))
    kind, sources, dates = Kind(what["kind"]), tuple(what.get("sources", ())), tuple(what.get("dates", ()))
    spoken = "zh" if re.search("[\u4e00-\u9fff]", found["text"][:5]) else "en"
    return Reply(found["text"], Dated(kind, spoken, sources=sources, dates=dates), buttons)


def main() -> None:
    """Serve until a signal."""
    options = argparse.ArgumentParser()
    options.add_argument("--state", type=Path, required=True)
    options.add_argument("--port", type=int, required=True)
    given = options.parse_args()
    configure()
    settings = dataclasses.replace(read_settings(), state=given.state, secret="browser tests")
    library.share(library.Library(settings.pack_folder, Settings().state / "index"))
    with bind("127.0.0.1", given.port) as listener, working(settings.records) as worker:
        database = Database(settings.records)
        database.migrate()
        scribe = Scribe(database)
        limits = Limits(settings.message_limit, settings.turn_timeout, Rate(0, 1), Rate(0, 1))
        attendance = Attendance(settings.hours("Asia/Shanghai"), settings.claim_minutes * 60, settings.idle_minutes * 60)
        gateway = Gateway(TableBrain(), scribe, limits, worker=worker.name, retention=settings.retention_days, attendance=attendance)
        pages = Pages(demo=True, days=settings.retention_days, longest=settings.message_limit)
        web = Web(gateway, Tokens("browser tests", 30), pages, settings.body_limit)
        app = make_app(web, nothing_missing, finish_seconds=1.0, origins=(OTHER_SITE,), alone=worker.alone)
        listen(listener)
        until_signal(Server(configuration(app, settings), gateway.hub.end), listener)
        scribe.close()


async def nothing_missing() -> list[str]:
    """The table is always there."""
    return []


if __name__ == "__main__":
    main()
