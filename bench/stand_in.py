"""The real server with a quick stand-in for understanding: what is measured and crashed is all but the assistant.

    python -m bench.stand_in --state FOLDER [--port N] [--database ADDRESS] [--pack FOLDER]

It prints its address when it listens. Channels that are called are on where their variables are set, as with `serve`. A text
commands the stand-in: `freeze 30` stands still for 30 seconds as a system call does, `spin 30` computes for as long without
giving way, `wait 30` lets others go on meanwhile, `fail` raises; anything else is repeated. With --wechat it has the account of
the fake platform at that address (tests/platforms/wechat.py).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot.cli.serve import Server, bind, configuration, keep_what_is_loaded, listen, until_signal, url
from bot.credentials import opened, read_sections
from bot.logs import configure
from bot.readiness import missing
from bot.server import make_app
from bot.settings import Settings
from bot.worker import working
from connectors.gateway import Gateway, Heard, Limits, Scribe, Thought, TurnFailed
from connectors.gateway.apart import Apart
from connectors.gateway.clock import utc_now
from connectors.web.app import Web
from connectors.web.pages import Pages
from connectors.web.tokens import Tokens
from connectors.wechat.account import Credentials
from connectors.wechat.mount import Mounted
from connectors.wechat.times import Times
from knowledge import library
from knowledge.reply import Kind, Metadata, Reply
from records import trackers
from records.database import Database
from tests.platforms.wechat import WeChat

_REMEMBERED = 3


class StandIn:
    """A brain that costs next to nothing, but lives as the assistant does: in a thread of its own, with its memory in the records."""

    def __init__(self, scribe: Scribe) -> None:
        self.scribe, self._apart = scribe, Apart("stand-in")

    async def turn(self, conversation: str, heard: Heard) -> Thought:
        """See `Brain`."""
        return await self._apart.run(self._turn(conversation, heard))

    async def replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        """See `Brain`."""
        return await self._apart.run(self._replies_to(conversation, message_id))

    async def missing(self) -> list[str]:
        """See `Assistant.missing`."""
        return []

    async def _turn(self, conversation: str, heard: Heard) -> Thought:
        await obey(heard.text)
        memory = await self._memory(conversation)
        turn = memory[-1]["turn"] + 1 if memory else 1
        reply = f"{turn} heard: {heard.text}"
        memory = [*memory, {"message": heard.message_id, "turn": turn, "reply": reply, "timestamp": time.time()}][-_REMEMBERED:]
        await self.scribe.write(lambda session: trackers.write(session, conversation, json.dumps(memory), utc_now()), durable=False)
        return Thought((said(reply),), "repeat", 1.0)

    async def _replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        found = [said(turn["reply"]) for turn in await self._memory(conversation) if turn["message"] == message_id]
        return found or None

    async def _memory(self, conversation: str) -> list[dict[str, Any]]:
        found = await self.scribe.read(lambda session: trackers.read(session, conversation))
        return json.loads(found) if found else []


async def obey(text: str) -> None:
    """Do what a text commands.

    Raises:
        TurnFailed: it commands that.
    """
    command, _, seconds = text.partition(" ")
    if command == "fail":
        raise TurnFailed("as commanded")
    if command == "wait":
        await asyncio.sleep(float(seconds.split()[0]))
    if command == "freeze":
        time.sleep(float(seconds))  # noqa: ASYNC251 (that is what it is for)
    if command == "spin":
        end = time.monotonic() + float(seconds)
        while time.monotonic() < end:
            pass


def said(text: str) -> Reply:
    """A reply."""
    return Reply(text, Metadata(Kind.ANSWER, "en", facts=("stand-in",), sources=("stand-in",)))


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, and the pack shared. arguments: None for those of the command line."""
    options = argparse.ArgumentParser(prog="bench.stand_in")
    options.add_argument("--state", type=Path, required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--database", default="")
    options.add_argument("--pack", type=Path, default=Settings().pack_folder)
    options.add_argument("--index", type=Path, default=Settings().state / "index")
    options.add_argument("--turn-timeout", type=float, default=20.0)
    options.add_argument("--wechat", metavar="ADDRESS", default="")
    options.add_argument("--wechat-pace", type=float, default=1.0, help="how long WeChat's seconds are")
    given = options.parse_args(arguments)
    library.share(library.Library(given.pack, given.index))
    return given


def serve(given: argparse.Namespace) -> None:
    """Serve until a signal."""
    configure()
    settings = Settings(state=given.state, database=given.database, turn_timeout=given.turn_timeout, demo=False)
    with bind("127.0.0.1", given.port) as listener, working(settings.records) as worker:
        database = Database(settings.records)
        database.migrate()
        scribe = Scribe(database)
        brain = StandIn(scribe)
        gateway = Gateway(brain, scribe, Limits(turn=settings.turn_timeout), worker=worker.name, retention=settings.retention_days)
        web = Web(gateway, Tokens(settings.signing_secret(), 30), Pages(demo=False, days=90, longest=1000), settings.body_limit)

        def started() -> None:
            print(url(listener), flush=True)

        channels = [channel for section in read_sections() if (channel := opened(section))]
        mounts = [channel.module.mount(gateway, channel.credentials) for channel in channels]
        mounts += [wechat(gateway, given.wechat, given.wechat_pace)] if given.wechat else []
        app = make_app(web, partial(missing, brain), started, finish_seconds=2.0, alone=worker.alone, mounts=mounts)
        sys.setswitchinterval(0.001)
        keep_what_is_loaded()
        listen(listener)
        until_signal(Server(configuration(app, settings), gateway.hub.end), listener)
        scribe.close()


def wechat(gateway: Gateway, address: str, pace: float) -> Mounted:
    """The account of a fake platform. pace: how long its seconds are."""
    platform = WeChat()
    credentials = Credentials(platform.app_id, platform.secret, platform.token, aes_key=platform.aes_key, api=f"{address}/cgi-bin/")
    times = Times(cut=5 * pace, patience=4.5 * pace if pace == 1 else 4 * pace, stuck=4.5 * pace)  # what is short needs a margin
    return Mounted(gateway, credentials.account(), times)


if __name__ == "__main__":
    serve(read(None))
