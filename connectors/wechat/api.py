"""Calls to the platform: off the event loop, each with an end, none tried again here.

wechatpy's own way of renewing a token calls itself without end where the platform keeps refusing it; it is switched off, and
`caller.py` renews a token once.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Mapping

import requests
from wechatpy.client.base import BaseWeChatClient
from wechatpy.exceptions import WeChatClientException

TIMEOUTS = (3.0, 6.0)
"""Seconds to reach the platform, and to wait for its answer."""
_AT_ONCE = 8


class Unreachable(Exception):
    """There was no answer, or none of the protocol."""


class Refused(Exception):
    """The platform says no. code: its number for why; it stands at the front of the text."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Api:
    """base: the address that paths are added to. timeouts: see TIMEOUTS."""

    def __init__(self, base: str, timeouts: tuple[float, float] = TIMEOUTS) -> None:
        self._base, self._timeouts, self._clients = base, timeouts, threading.local()
        self._threads = ThreadPoolExecutor(_AT_ONCE, "wechat")

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: str) -> Mapping[str, Any]:
        """What the platform answers. query: of the address, such as `access_token`.

        Raises:
            Refused: it says no.
            Unreachable: see there.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._called, method, path, body, query)

    def close(self) -> None:
        """End its threads; a call that is under way is left."""
        self._threads.shutdown(wait=False)

    def _called(self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, str]) -> Mapping[str, Any]:
        given: dict[str, Any] = {"params": {"access_token": None, **query}, "timeout": self._timeouts, "allow_redirects": False}
        if body is not None:
            given["data"] = dict(body)
        try:
            answer = self._client()._request(method, path, **given)  # noqa: SLF001 (`get` and `post` of it are just this)
        except WeChatClientException as error:
            if error.errcode is None:
                raise Unreachable(f"the platform answered with HTTP {error.response.status_code}") from None
            raise Refused(int(error.errcode), str(error.errmsg)) from None
        except requests.RequestException as error:
            raise Unreachable(f"the platform cannot be reached: {type(error).__name__}") from None
        if not isinstance(answer, dict):
            raise Unreachable("the platform's answer is no JSON object")
        return answer

    def _client(self) -> Any:
        """A client of this thread's own: the connections under it are not to be shared."""
        if not hasattr(self._clients, "client"):
            self._clients.client = _Client("", auto_retry=False)
            self._clients.client.API_BASE_URL = self._base
        return self._clients.client


class _Client(BaseWeChatClient):
    """Only `_request` of it is used; its own fetching of tokens has no time-out."""
