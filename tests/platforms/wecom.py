"""WeCom's WeChat customer service (微信客服) for tests and benchmarks: what the documentation says of it, over real HTTP.

A callback says that there is something new; `kf/sync_msg` gives pages and cursors; `kf/send_msg` takes five messages within 48 hours
of the visitor's last one, each with a name that is taken once.
"""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Callable
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.platforms.envelopes import encrypt, signed, xml

_HOURS_48, _THREE_DAYS, _TOKEN_SECONDS = 48 * 3600.0, 3 * 86400.0, 600.0
_LONGEST = 2048
MESSAGES = {
    -1: "system busy", 40001: "invalid credential", 40014: "invalid access_token", 42001: "access_token expired",
    45009: "api freq out of limit", 95000: "invalid open_kfid", 95001: "send msg count limit", 95002: "send msg time limit",
    95007: "invalid msg token", 95018: "send msg session status invalid", 40058: "msgid is not unique",
}  # fmt: skip


@dataclass
class Customer:
    """A visitor's side. shown: all that came, as (how, what). with_staff: a person has the conversation there."""

    id: str
    shown: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0
    until: float = 0.0
    with_staff: bool = False

    @property
    def texts(self) -> list[str]:
        """The texts of what was shown."""
        return [text for _, text in self.shown]


class WeCom:
    """url: of the server that is called. page: messages of a page at most. refusals: by path, codes of the next calls."""

    def __init__(self, url: str = "", page: int = 1000) -> None:
        self.url, self.page, self.api = url, page, ""
        self.corp_id, self.secret, self.token = "ww0123456789abcdef", "s" * 43, "kftoken"
        self.aes_key = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"
        self.service = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"
        self.now: Callable[[], float] = time.time
        self.customers: dict[str, Customer] = {}
        self.refusals: dict[str, list[int]] = defaultdict(list)
        self.calls: list[tuple[str, Any]] = []
        self.taken_unheard = 0
        self._messages: list[dict[str, Any]] = []
        self._tokens: dict[str, float] = {}
        self._callbacks: dict[str, float] = {}
        self._codes: dict[str, tuple[str, float]] = {}
        self._names: set[str] = set()
        self._lock, self._ids = threading.Lock(), itertools.count(1)
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/gettoken", self._gettoken, methods=["GET"]),
                Route("/cgi-bin/kf/sync_msg", self._sync, methods=["POST"]),
                Route("/cgi-bin/kf/send_msg", self._send, methods=["POST"]),
                Route("/cgi-bin/kf/send_msg_on_event", self._welcome, methods=["POST"]),
                Route("/cgi-bin/kf/account/list", self._accounts, methods=["GET", "POST"]),
            ]
        )

    # What visitors do

    def customer(self, id_: str = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw") -> Customer:
        """The visitor with this id."""
        return self.customers.setdefault(id_, Customer(id_))

    def say(self, who: Customer, text: str, **more: Any) -> dict[str, Any]:
        """A visitor writes; nobody is told yet."""
        return self.put(who, "text", {"content": text, **more})

    def put(self, who: Customer, kind: str, content: Any, *, origin: int = 3, at: float | None = None) -> dict[str, Any]:
        """A message is there to be read."""
        if origin == 3:
            who.left, who.until = 5, self.now() + _HOURS_48
        head = {"msgid": f"msg_{next(self._ids)}", "open_kfid": self.service, "external_userid": who.id}
        message = {**head, "send_time": int(self.now() if at is None else at), "origin": origin, "msgtype": kind, kind: content}
        self._messages.append(message)
        return message

    def enter(self, who: Customer) -> None:
        """A visitor opens the chat."""
        code = secrets.token_hex(8)
        self._codes[code] = (who.id, self.now() + 20)
        event = {"event_type": "enter_session", "open_kfid": self.service, "external_userid": who.id, "scene": "hall", "welcome_code": code}
        self._messages.append(
            {"msgid": f"msg_{next(self._ids)}", "send_time": int(self.now()), "origin": 4, "msgtype": "event", "event": event}
        )

    async def call(self, token: str | None = None) -> httpx.Response:
        """Tell the server that there is something new."""
        if token is None:
            token = f"ENC{secrets.token_hex(16)}"
            self._callbacks[token] = self.now() + _TOKEN_SECONDS
        event = {"ToUserName": self.corp_id, "CreateTime": int(self.now()), "MsgType": "event", "Event": "kf_msg_or_event"}
        query, body = self.request(xml({**event, "Token": token, "OpenKfId": self.service}))
        async with httpx.AsyncClient(verify=False) as client:
            return await client.post(f"{self.url}/wechat/kf?{urlencode(query)}", content=body, timeout=5)

    def request(self, content: str) -> tuple[dict[str, str], str]:
        """Query and body of a callback."""
        encrypted = encrypt(content, self.aes_key, self.corp_id)
        return self.query(encrypted), xml({"ToUserName": self.corp_id, "Encrypt": encrypted, "AgentID": "1000002"})

    def query(self, encrypted: str) -> dict[str, str]:
        """A query that is signed for this encrypted body."""
        timestamp, nonce = str(int(self.now())), secrets.token_hex(5)
        return {"msg_signature": signed(self.token, timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}

    # Calls

    def revoke(self) -> None:
        """No token is good any more."""
        self._tokens.clear()

    async def _gettoken(self, request: Request) -> JSONResponse:
        given = dict(request.query_params)
        self.calls.append(("gettoken", given))
        if (given.get("corpid"), given.get("corpsecret")) != (self.corp_id, self.secret):
            return _no(40001)
        good = [token for token, until in self._tokens.items() if until > self.now()]
        if not good:
            good = [secrets.token_hex(16)]
            self._tokens[good[0]] = self.now() + 7200
        return JSONResponse({"errcode": 0, "errmsg": "ok", "access_token": good[0], "expires_in": 7200})

    async def _sync(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("kf/sync_msg", given))
        code = self._next_refusal("kf/sync_msg") or self._refused(request)
        if code:
            return _no(code)
        if given.get("open_kfid") != self.service:
            return _no(95000)
        if "token" in given and self._callbacks.get(given["token"], 0.0) < self.now():
            return _no(95007)
        kept = [place for place, one in enumerate(self._messages) if one["send_time"] > self.now() - _THREE_DAYS]
        begin = int(given["cursor"].removeprefix("cursor-")) if given.get("cursor") else min(kept, default=len(self._messages))
        end = min(begin + min(given.get("limit", 1000), self.page), len(self._messages))
        more = int(end < len(self._messages))
        return JSONResponse(
            {"errcode": 0, "errmsg": "ok", "next_cursor": f"cursor-{end}", "has_more": more, "msg_list": self._messages[begin:end]}
        )

    async def _send(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("kf/send_msg", given))
        code = self._next_refusal("kf/send_msg") or self._refused(request)
        with self._lock:
            code = code or self._taken(given)
        if not code and self.taken_unheard:
            self.taken_unheard -= 1
            return JSONResponse({}, 502)
        return _no(code) if code else JSONResponse({"errcode": 0, "errmsg": "ok", "msgid": given.get("msgid", "made")})

    def _taken(self, given: Any) -> int:
        who = self.customers.get(given["touser"])
        if who is None or given["open_kfid"] != self.service:
            return 95000
        if given.get("msgid") in self._names:
            return 40058
        if who.with_staff or self.now() >= who.until or not who.left:
            return 95018 if who.with_staff else 95002 if self.now() >= who.until else 95001
        menu = given.get("msgmenu")
        text = given["text"]["content"] if given["msgtype"] == "text" else menu["head_content"]
        items = [f"[{item['click']['id']}] {item['click']['content']}" for item in menu["list"]] if menu else []
        if len("".join([text, *items]).encode()) >= _LONGEST:
            return 45002
        who.left -= 1
        self._names.add(given.get("msgid", ""))
        who.shown.append(("menu" if menu else "service", "\n".join([text, *items])))
        return 0

    async def _welcome(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("kf/send_msg_on_event", given))
        who, until = self._codes.pop(given.get("code", ""), ("", 0.0))
        if self._refused(request) or until < self.now():
            return _no(self._refused(request) or 40058)
        self.customers[who].shown.append(("welcome", given["text"]["content"]))
        return JSONResponse({"errcode": 0, "errmsg": "ok", "msgid": "made"})

    async def _accounts(self, request: Request) -> JSONResponse:
        self.calls.append(("kf/account/list", None))
        if code := self._next_refusal("kf/account/list") or self._refused(request):
            return _no(code)
        return JSONResponse({"errcode": 0, "errmsg": "ok", "account_list": [{"open_kfid": self.service, "name": "CIEP"}]})

    def _refused(self, request: Request) -> int:
        token = request.query_params.get("access_token", "")
        if token not in self._tokens:
            return 40014
        return 42001 if self._tokens[token] <= self.now() else 0

    def _next_refusal(self, path: str) -> int:
        return self.refusals[path].pop(0) if self.refusals[path] else 0


def _no(code: int) -> JSONResponse:
    return JSONResponse({"errcode": code, "errmsg": f"{MESSAGES.get(code, 'no')}, hint: [1645025097593810238423219]"})
