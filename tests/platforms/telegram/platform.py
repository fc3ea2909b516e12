"""A fake Telegram on this machine, over real HTTP: it answers the Bot API, and delivers updates to a webhook until they are taken.

    with Platform() as telegram:
        telegram.url                     # for TELEGRAM_API_URL; the token is world.TOKEN
        ann = telegram.person(1001)
        telegram.say(ann, "where is it?")
        telegram.until(lambda: telegram.said_in(1001))

Nothing of pytest is needed, so that benchmarks can use it.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
import time
from typing import Any, Callable

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from typing_extensions import Self

from tests.platforms.telegram.api import Api
from tests.platforms.telegram.world import BOT, Person, Sent, World

CONNECTIONS = 40
"""Of updates that Telegram delivers at once, at most."""


class Platform:
    """See the module. retry: seconds until an update that was not taken is delivered again. patience: for an answer to one."""

    def __init__(self, retry: float = 0.1, patience: float = 10.0) -> None:
        self.world = World()
        self.api = Api(self.world)
        self.retry, self.patience = retry, patience
        self.deliveries: list[tuple[int, int]] = []
        """Update and status of each delivery; 0 where there was no answer."""
        self.secret: str | None = None
        """Sent instead of the one that was set."""
        self._times: dict[int, int] = {}
        self._line: dict[int, asyncio.Queue[tuple[dict[str, Any], int]]] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        app = Starlette(routes=[Route("/bot{token}/{method}", self.api.answer, methods=["GET", "POST"])], lifespan=self._lifespan)
        self._server = uvicorn.Server(uvicorn.Config(app, ws="none", log_config=None, timeout_graceful_shutdown=1))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    # People and what they do

    def person(self, id_: int, language: str | None = "en", name: str = "Somebody") -> Person:
        """See `World.person`."""
        return self.world.person(id_, language, name)

    def say(self, person: Person, text: str, chat: int | None = None, **more: Any) -> int:
        """A message; the id of its update. more: further fields of the message."""
        return self.post({"message": self.message(person, text, chat, **more)})

    def message(self, person: Person, text: str | None, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """A message as it stands in an update; commands and mentions in its text are marked as Telegram marks them."""
        place = self.world.chats[chat or person.id]
        found = {"message_id": self.world.new_message_id(place["id"]), "date": int(time.time()), "chat": place, "from": person.as_user()}
        if text is not None:
            found |= {"text": text, "entities": entities(text)}
        return {**found, **more}

    def edit(self, person: Person, message: dict[str, Any], text: str) -> int:
        """An edited message; the id of the update."""
        return self.post(
            {"edited_message": {**message, "from": person.as_user(), "text": text, "entities": entities(text), "edit_date": 1}}
        )

    def tap(self, person: Person, sent: Sent, title: str) -> str:
        """A tap on a button; the id of the query."""
        return self.tap_data(person, sent, sent.buttons[title])

    def tap_data(self, person: Person, sent: Sent, data: str) -> str:
        """A tap with any data; the id of the query."""
        number = self.world.new_update_id()
        message = {"message_id": sent.id, "date": int(time.time()), "chat": self.world.chats[sent.chat], "from": BOT, "text": sent.text}
        query = {"id": f"query-{number}", "from": person.as_user(), "chat_instance": "1", "message": message, "data": data}
        self.post({"update_id": number, "callback_query": query})
        return f"query-{number}"

    def post(self, update: dict[str, Any], times: int = 1) -> int:
        """Let an update be delivered, `times` times; its id."""
        update = {"update_id": self.world.new_update_id(), **update}
        assert self._loop
        self._loop.call_soon_threadsafe(self._enqueue, update, times)
        return int(update["update_id"])

    # What came of it

    @property
    def sent(self) -> list[Sent]:
        """All that the bot sent."""
        return self.world.sent

    def said_in(self, chat: int) -> list[str]:
        """See `World.said_in`."""
        return self.world.said_in(chat)

    def until(self, condition: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until something is so; what it is."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds:g} s; sent: {[m.text for m in self.sent]}, delivered: {self.deliveries}")
            time.sleep(0.01)
        return found

    def taken(self, update: int, seconds: float = 10.0) -> None:
        """Wait until an update was delivered and taken."""
        self.until(lambda: (update, 200) in self.deliveries, seconds)

    # Delivering

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> Any:
        self._loop = asyncio.get_running_loop()
        limits = httpx.Limits(max_connections=CONNECTIONS)
        async with httpx.AsyncClient(timeout=self.patience, limits=limits, trust_env=False) as self._client:
            self._places = asyncio.Semaphore(CONNECTIONS)
            self._couriers: set[asyncio.Task[None]] = set()
            self._ready.set()
            yield
            for courier in self._couriers:
                courier.cancel()

    def _enqueue(self, update: dict[str, Any], times: int) -> None:
        self.world.pending.append(update)
        self.api.news.set()
        chat = _chat_of(update)
        if chat not in self._line:
            self._line[chat] = asyncio.Queue()
            self._couriers.add(asyncio.get_running_loop().create_task(self._serve(self._line[chat])))
        self._line[chat].put_nowait((update, times))

    async def _serve(self, line: asyncio.Queue[tuple[dict[str, Any], int]]) -> None:
        """The updates of a chat, one after the other."""
        while True:
            update, times = await line.get()
            if times > 1:
                await asyncio.gather(*(self._deliver(update) for _ in range(times)))
            else:
                await self._deliver(update)
            if update in self.world.pending:
                self.world.pending.remove(update)

    async def _deliver(self, update: dict[str, Any]) -> None:
        """Until it is taken. Where there is no webhook it waits to be asked for, and is left there."""
        while True:
            hook = self.world.webhook
            if not hook["url"]:
                if update not in self.world.pending:
                    return
                await asyncio.sleep(0.05)
                continue
            status = await self._called(hook, update)
            self.deliveries.append((update["update_id"], status))
            if 200 <= status < 300:
                return
            await asyncio.sleep(self.retry)

    async def _called(self, hook: dict[str, Any], update: dict[str, Any]) -> int:
        secret = hook["secret_token"] if self.secret is None else self.secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with self._places:
            try:
                return (await self._client.post(hook["url"], json=update, headers=headers)).status_code
            except httpx.HTTPError:
                return 0


def entities(text: str) -> list[dict[str, Any]]:
    """Commands and mentions in a text, with places in UTF-16 code units."""
    found = []
    for kind, pattern in (("bot_command", r"(?<!\S)/[A-Za-z0-9_]+(?:@\w+)?"), ("mention", r"(?<!\w)@\w{5,}")):
        for match in re.finditer(pattern, text):
            offset, length = (len(part.encode("utf-16-le")) // 2 for part in (text[: match.start()], match[0]))
            found.append({"type": kind, "offset": offset, "length": length})
    return found


def _chat_of(update: dict[str, Any]) -> int:
    message = update.get("message") or update.get("edited_message") or update.get("callback_query", {}).get("message") or {}
    chat = message.get("chat") if isinstance(message, dict) else None
    return chat.get("id", 0) if isinstance(chat, dict) and isinstance(chat.get("id"), int) else 0
