"""The Bot API of the fake platform, as documented: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.platforms.telegram.markup import Unparsed, plain
from tests.platforms.telegram.world import BOT, TOKEN, Call, Sent, World

LONGEST = 4096


class Refused(Exception):
    """What the API answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Flood:
    """The limits of sending: messages a second in all, a second in a chat, and a minute in a group. on: whether they are held."""

    on: bool = False
    all: tuple[int, float] = (30, 1.0)
    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)
    slack: float = 0.9
    """Of the time: a clock of another process, and the way there."""
    _taken: dict[Any, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat: int) -> None:
        """Nothing, where one more message is allowed.

        Raises:
            Refused: 429, with the time to wait.
        """
        if not self.on:
            return
        limits = [("all", self.all), (("chat", chat), self.chat)] + ([(("group", chat), self.group)] if chat < 0 else [])
        now = time.monotonic()
        for key, (count, seconds) in limits:
            taken = self._taken[key]
            while taken and now - taken[0] > seconds * self.slack:
                taken.popleft()
            if len(taken) >= count:
                wait = max(1, round(taken[0] + seconds - now))
                raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key, _ in limits:
            self._taken[key].append(now)


class Api:
    """Answers calls. trouble: by method, what is raised for its next calls; None for nothing. slow: seconds that each call takes."""

    def __init__(self, world: World) -> None:
        self.world, self.flood = world, Flood()
        self.trouble: dict[str, list[Refused | None]] = defaultdict(list)
        self.slow = 0.0
        self.news = asyncio.Event()

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        method = request.path_params["method"]
        parameters = await _parameters(request)
        call = Call(method, parameters)
        self.world.calls.append(call)
        if self.slow:
            await asyncio.sleep(self.slow)
        try:
            result = await self._handler(request.path_params["token"], method)(**parameters)
        except Refused as refusal:
            call.status = refusal.code
            body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            return JSONResponse({**body, "parameters": refusal.parameters} if refusal.parameters else body, refusal.code)
        call.status = 200
        return JSONResponse({"ok": True, "result": result})

    def _handler(self, token: str, method: str) -> Callable[..., Any]:
        if token != TOKEN:
            raise Refused(401, "Unauthorized")
        trouble = self.trouble[method].pop(0) if self.trouble[method] else None
        if trouble:
            raise trouble
        handler: Callable[..., Any] | None = getattr(self, f"_{_snake(method)}", None)
        if handler is None:
            raise Refused(404, "Not Found: method not found")
        return handler

    async def _get_me(self) -> dict[str, Any]:
        return BOT

    async def _set_webhook(self, url: str, secret_token: str = "", allowed_updates: Any = None, **more: Any) -> bool:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret_token):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.world.webhook = {"url": url, "secret_token": secret_token, "allowed_updates": allowed_updates or []}
        return True

    async def _delete_webhook(self, **_more: Any) -> bool:
        self.world.webhook = {"url": ""}
        return True

    async def _get_webhook_info(self) -> dict[str, Any]:
        known = {key: value for key, value in self.world.webhook.items() if key != "secret_token"}
        return {"has_custom_certificate": False, "pending_update_count": len(self.world.pending), **known}

    async def _get_updates(self, offset: int = 0, timeout: float = 0, limit: int = 100, **_more: Any) -> list[dict[str, Any]]:
        if self.world.webhook["url"]:
            raise Refused(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        while self.world.pending and self.world.pending[0]["update_id"] < offset:
            self.world.pending.popleft()
        end = time.monotonic() + timeout
        while not self.world.pending and time.monotonic() < end:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), min(0.2, timeout))
            except asyncio.TimeoutError:
                continue
        return list(self.world.pending)[:limit]

    async def _send_message(
        self, chat_id: int, text: str, parse_mode: str = "", reply_markup: Any = None, reply_parameters: Any = None,
        message_thread_id: int | None = None, **_more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        self._reach(chat_id)
        try:
            shown = plain(str(text)) if parse_mode == "HTML" else str(text)
        except Unparsed as error:
            raise Refused(400, f"Bad Request: {error}") from None
        if not shown.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(shown.encode("utf-16-le")) // 2 > LONGEST:
            raise Refused(400, "Bad Request: message is too long")
        buttons = _buttons(reply_markup or {})
        reply_to = self._replied(chat_id, reply_parameters or {})
        self.flood.check(chat_id)
        id_ = self.world.new_message_id(chat_id)
        sent = Sent(id_, chat_id, shown, str(text), parse_mode == "HTML", buttons, reply_to, message_thread_id, time.monotonic())
        self.world.sent.append(sent)
        return {"message_id": id_, "date": int(time.time()), "chat": self.world.chats[chat_id], "from": BOT, "text": shown}

    async def _send_chat_action(self, chat_id: int, action: str, **_more: Any) -> bool:
        self._reach(chat_id)
        if action != "typing":
            raise Refused(400, "Bad Request: wrong parameter action in request")
        return True

    async def _answer_callback_query(self, callback_query_id: str, text: str = "", **_more: Any) -> bool:
        id_ = str(callback_query_id)
        if id_ in self.world.answers or not id_.startswith("query-"):
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.world.answers[id_] = text
        return True

    async def _set_my_commands(self, commands: Any, language_code: str = "", **_more: Any) -> bool:
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.world.commands[language_code] = {command["command"]: command["description"] for command in commands}
        return True

    def _reach(self, chat: int) -> None:
        if chat in self.world.migrated:
            new = self.world.migrated[chat]
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        if chat not in self.world.chats:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.world.blocked:
            words = "bot was blocked by the user" if chat > 0 else "bot was kicked from the supergroup chat"
            raise Refused(403, f"Forbidden: {words}")

    def _replied(self, chat: int, parameters: dict[str, Any]) -> int | None:
        message = parameters.get("message_id")
        if message is None or message in self.world.messages.get(chat, set()):
            return message
        if not parameters.get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")
        return None


def _buttons(markup: dict[str, Any]) -> dict[str, str]:
    found = {}
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"]:
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        found[button["text"]] = button["callback_data"]
    return found


async def _parameters(request: Request) -> dict[str, Any]:
    """Of a query, a form or a JSON body; the values of the first two are JSON where they can be read so."""
    if "application/json" in request.headers.get("content-type", ""):
        return dict(await request.json())
    given = {**request.query_params, **dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))}
    return {key: value if key in {"text", "secret_token", "url"} else _read(value) for key, value in given.items()}


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
