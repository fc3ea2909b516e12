"""A WeChat Official Account platform for tests and benchmarks: what the documentation says of it, over real HTTP.

It delivers messages and events to a server, signed and in each of the three modes; drops the connection after `cut` seconds and
delivers again, three times in all; shows the follower what comes back, or its own apology. It answers calls: tokens, customer-service
messages with their quotas and refusals, typing, the menu.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import secrets
import threading
import time
from collections import defaultdict
from typing import Any, AsyncIterator, Callable
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.platforms.envelopes import decrypt, encrypt, fields, signed, xml
from tests.platforms.followers import Delivery, Follower
from tests.platforms.refusals import no

APOLOGY = "该公众号暂时无法提供服务，请稍后再试"
ORIGINAL_ID = "gh_0123456789ab"
_HOURS_48, _MINUTE = 48 * 3600.0, 60.0
_LONGEST = 2048


class WeChat:
    """url: of the server that is called. mode: plain, compatible or safe. cut: seconds after which a connection is dropped.

    verified: whether the account has customer-service messages; menus: whether it shows menus in them. service_seconds: how
    long a call for a customer-service message takes. refusals: by path, codes that the next calls are refused with. now: its clock.
    """

    def __init__(self, url: str = "", mode: str = "safe", *, cut: float = 5.0, verified: bool = True, menus: bool = True) -> None:
        self.url, self.mode, self.cut, self.verified, self.menus = url, mode, cut, verified, menus
        self.app_id, self.secret, self.token = "wx0123456789abcdef", "5" * 32, "sometoken"
        self.aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
        self.now: Callable[[], float] = time.time
        self.followers: dict[str, Follower] = {}
        self.refusals: dict[str, list[int]] = defaultdict(list)
        self.calls: list[tuple[str, Any]] = []
        self.service_seconds = 0.0
        self.expires_in = 7200
        self.listed = True
        self.menu: Any = None
        self.client: httpx.AsyncClient | None = None
        self.api = ""
        self._tokens: dict[str, float] = {}
        self._lock, self._ids = threading.Lock(), itertools.count(23000000000000001)
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self._stable_token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self._send, methods=["POST"]),
                Route("/cgi-bin/message/custom/typing", self._typing, methods=["POST"]),
                Route("/cgi-bin/menu/create", self._menu_create, methods=["POST"]),
                Route("/cgi-bin/get_current_selfmenu_info", self._menu_get, methods=["GET"]),
                Route("/cgi-bin/getcallbackip", self._callback_ip, methods=["GET"]),
                Route("/cgi-bin/callback/check", self._check, methods=["POST"]),
            ]
        )

    # What followers do

    def follower(self, openid: str = "oFollower0000000000000000001") -> Follower:
        """The follower with this openid."""
        return self.followers.setdefault(openid, Follower(openid))

    async def say(self, who: Follower, text: str, **more: Any) -> Delivery:
        """A follower writes. more: further fields, such as `MsgId`."""
        return await self.send(who, "text", Content=text, **more)

    async def send(self, who: Follower, kind: str, **content: Any) -> Delivery:
        """A follower sends a message of any type."""
        self.grant(who)
        return await self.deliver(who, self.message(who, kind, **content))

    def grant(self, who: Follower) -> None:
        """A follower has written: five messages may be sent within 48 hours."""
        with self._lock:
            who.written_left, who.written_until = 5, self.now() + _HOURS_48

    async def tap_item(self, who: Follower, item: str, text: str) -> Delivery:
        """A follower taps on an item of a menu that is shown in a message; it counts as a tap on the account's menu."""
        self._tapped(who)
        return await self.deliver(who, self.message(who, "text", Content=text, bizmsgmenuid=item))

    async def event(self, who: Follower, name: str, **content: Any) -> Delivery:
        """An event of a follower."""
        if name in {"subscribe", "unsubscribe"}:
            who.follows = name == "subscribe"
        if name in {"subscribe", "SCAN", "CLICK"}:
            self._tapped(who)
        return await self.deliver(who, self.message(who, "event", Event=name, **content))

    def message(self, who: Follower, kind: str, **content: Any) -> dict[str, Any]:
        """The fields of a message."""
        found = {"ToUserName": ORIGINAL_ID, "FromUserName": who.openid, "CreateTime": int(self.now()), "MsgType": kind, **content}
        return found if kind == "event" else {"MsgId": next(self._ids), **found}

    # Delivery

    async def deliver(self, who: Follower, message: dict[str, Any], times: int = 3, unheard: int = 0) -> Delivery:
        """Deliver until the server answers, at most three times; what comes back is shown, or the apology is.

        unheard: the answers to so many deliveries get lost on the way.
        """
        delivery = Delivery()
        async with self._connected() as client:
            for number in range(times):
                began = time.monotonic()
                answer = await self._tried(client, xml(message))
                delivery.tries, delivery.answers = number + 1, [*delivery.answers, answer]
                delivery.seconds.append(time.monotonic() - began)
                if answer is not None and answer[0] == 200 and number >= unheard:
                    self._show(who, answer[1])
                    return delivery
                await asyncio.sleep(max(0.0, began + self.cut - time.monotonic()))
        who.show("apology", APOLOGY)
        return delivery

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[httpx.AsyncClient]:
        """Connections to the server: those that are kept open, or some of this delivery's own."""
        if self.client is not None:
            yield self.client
            return
        async with httpx.AsyncClient(verify=False) as client:
            yield client

    async def _tried(self, client: httpx.AsyncClient, body: str) -> tuple[int, str] | None:
        query, content = self.request(body)
        try:
            request = client.post(
                f"{self.url}/wechat?{urlencode(query)}", content=content, headers={"Content-Type": "text/xml"}, timeout=None
            )
            answer = await asyncio.wait_for(request, self.cut)
        except (asyncio.TimeoutError, httpx.TransportError):
            return None
        return answer.status_code, answer.text

    def request(self, body: str) -> tuple[dict[str, str], str]:
        """Query and body of a request with this message, in the platform's mode."""
        timestamp, nonce = str(int(self.now())), secrets.token_hex(5)
        query = {"signature": signed(self.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "openid": "o"}
        if self.mode == "plain":
            return query, body
        encrypted = encrypt(body, self.aes_key, self.app_id)
        query |= {"encrypt_type": "aes", "msg_signature": signed(self.token, timestamp, nonce, encrypted)}
        wrapped = xml({"ToUserName": ORIGINAL_ID, "Encrypt": encrypted})
        both = body.removesuffix("</xml>") + wrapped.split("</ToUserName>", 1)[1]
        return query, wrapped if self.mode == "safe" else both

    def _show(self, who: Follower, body: str) -> None:
        if body in {"", "success"}:
            return
        try:
            reply = self.opened(body)
            assert (reply["ToUserName"], reply["FromUserName"], reply["MsgType"]) == (who.openid, ORIGINAL_ID, "text")
            assert 0 < len(reply["Content"].encode()) < _LONGEST, "empty, or longer than the platform takes"
        except (AssertionError, KeyError, ValueError) as error:
            who.show("apology", f"{APOLOGY} ({error})")
            return
        who.show("passive", reply["Content"])

    def opened(self, body: str) -> dict[str, str]:
        """The fields of a passive reply."""
        reply = fields(body)
        if self.mode == "plain" or "Encrypt" not in reply:
            assert self.mode != "safe", "not encrypted"
            return reply
        assert reply["MsgSignature"] == signed(self.token, reply["TimeStamp"], reply["Nonce"], reply["Encrypt"]), "signature"
        return fields(decrypt(reply["Encrypt"], self.aes_key, self.app_id))

    def _tapped(self, who: Follower) -> None:
        with self._lock:
            who.tapped_left, who.tapped_until = 3, self.now() + _MINUTE

    # Calls

    def revoke(self) -> None:
        """No token is good any more."""
        self._tokens.clear()

    def fetched(self) -> int:
        """How many calls for a token there were."""
        return sum(path == "stable_token" for path, _ in self.calls)

    async def _stable_token(self, request: Request) -> JSONResponse:
        given = await request.json()
        self.calls.append(("stable_token", given))
        if code := self._next_refusal("stable_token"):
            return no(code)
        if not self.listed:
            return no(40164)
        if given.get("appid") != self.app_id:
            return no(40013)
        if given.get("secret") != self.secret:
            return no(40125)
        good = [token for token, until in self._tokens.items() if until > self.now()]
        if given.get("force_refresh") or not good:
            self._tokens.clear()
            good = [f"token-{secrets.token_hex(16)}"]
            self._tokens[good[0]] = self.now() + self.expires_in
        return JSONResponse({"access_token": good[0], "expires_in": int(self._tokens[good[0]] - self.now())})

    async def _send(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("message/custom/send", given))
        await asyncio.sleep(self.service_seconds)
        code = self._next_refusal("message/custom/send") or self._refused(request)
        if not code:
            with self._lock:
                code = self._taken(given)
        return no(code) if code else JSONResponse({"errcode": 0, "errmsg": "ok"})

    def _taken(self, given: Any) -> int:
        """Show a customer-service message; the code of why not."""
        who = self.followers.get(given.get("touser", ""))
        if who is None or not who.accepts or not who.follows:
            return 40003 if who is None else 43004 if not who.follows else 48002
        menu = given.get("msgmenu")
        text = given["text"]["content"] if given["msgtype"] == "text" else menu["head_content"]
        if menu and not self.menus:
            return 40200
        items = [f"[{item['id']}] {item['content']}" for item in menu["list"]] if menu else []
        if len("".join([text, *items]).encode()) >= _LONGEST:
            return 45002
        if code := self._counted(who):
            return code
        who.show("menu" if menu else "service", "\n".join([text, *items]))
        return 0

    def _counted(self, who: Follower) -> int:
        now = self.now()
        if who.tapped_left and now < who.tapped_until:
            who.tapped_left -= 1
            return 0
        if now >= max(who.written_until, who.tapped_until):
            return 45015
        if not who.written_left or now >= who.written_until:
            return 45047
        who.written_left -= 1
        return 0

    async def _typing(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("message/custom/typing", given))
        if code := self._next_refusal("message/custom/typing") or self._refused(request):
            return no(code)
        self.follower(given["touser"]).typing.append(given["command"])
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _menu_create(self, request: Request) -> JSONResponse:
        given = json.loads(await request.body())
        self.calls.append(("menu/create", given))
        if code := self._next_refusal("menu/create") or self._refused(request):
            return no(code)
        buttons = given["button"]
        if not 1 <= len(buttons) <= 3 or any(len(button.get("sub_button", [])) > 5 for button in buttons):
            return no(40016)
        self.menu = given
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _menu_get(self, request: Request) -> JSONResponse:
        if code := self._refused(request, service=False):
            return no(code)
        return JSONResponse({"is_menu_open": int(self.menu is not None), "selfmenu_info": self.menu or {}})

    async def _callback_ip(self, request: Request) -> JSONResponse:
        code = self._refused(request, service=False)
        return no(code) if code else JSONResponse({"ip_list": ["127.0.0.1"]})

    async def _check(self, request: Request) -> JSONResponse:
        code = self._refused(request, service=False)
        return no(code) if code else JSONResponse({"dns": [], "ping": []})

    def _refused(self, request: Request, *, service: bool = True) -> int:
        token = request.query_params.get("access_token", "")
        if token not in self._tokens:
            return 40001
        if self._tokens[token] <= self.now():
            return 42001
        if not self.listed:
            return 40164
        return 48001 if service and not self.verified else 0

    def _next_refusal(self, path: str) -> int:
        return self.refusals[path].pop(0) if self.refusals[path] else 0
