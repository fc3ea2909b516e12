"""Visitors who don't give up: each message again, with the same id, until it is accepted; and a stream of what is answered.

The benchmarks and the tests of crashes have them.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx

from bench.services import ServiceError

PATIENCE = 60.0
_AGAIN = 0.02


def client_of(port: int) -> httpx.AsyncClient:
    """A browser's connections to a server of this machine, as many as it likes."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits, trust_env=False)


class Visitor:
    """Says texts one after the other, each when the one before is accepted.

    clients: of the servers, which are asked by turns. times: how often each message is sent at once. patience: seconds without a
    server. accepted: the ids that were acknowledged. seen: what the stream of events showed, in its order. torn: messages whose
    deliveries were not acknowledged as one.
    """

    def __init__(self, clients: Sequence[httpx.AsyncClient], texts: Sequence[str], times: int = 1, patience: float = PATIENCE) -> None:
        self._clients, self.texts, self._times, self._patience = itertools.cycle(clients), texts, times, patience
        self.conversation, self._headers = "", {}
        self.accepted: list[str] = []
        self.seen: list[dict[str, Any]] = []
        self.torn: list[str] = []

    async def run(self, stopped: asyncio.Event | None = None) -> None:
        """Say all, or what there is time for until `stopped`; then wait a while for the answers that are missing."""
        visit = await self._post("/web/visits", {})
        self.conversation, self._headers = visit["conversation"], {"Authorization": f"Bearer {visit['token']}"}
        listening = asyncio.create_task(self._listen())
        try:
            for number, text in enumerate(self.texts):
                if stopped and stopped.is_set():
                    break
                await self._say(f"message-{number}", text)
            await self._answered()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def transcript(self) -> list[dict[str, Any]]:
        """The messages that the server has.

        Raises:
            ServiceError: it does not answer.
        """
        async for _ in self._tries():
            with contextlib.suppress(httpx.TransportError):
                answer = await next(self._clients).get("/web/transcript", headers=self._headers)
                if answer.is_success:
                    return list(answer.json()["messages"])
        raise ServiceError(f"/web/transcript was not answered for {self._patience:.0f} s.")

    async def _say(self, id_: str, text: str) -> None:
        posts = (self._post("/web/messages", {"id": id_, "text": text}) for _ in range(self._times))
        answers = await asyncio.gather(*posts)
        self.accepted.append(id_)
        if self._times > 1 and (len({a["number"] for a in answers}) > 1 or sum(not a["duplicate"] for a in answers) != 1):
            self.torn.append(f"{self.conversation} {id_}: {answers}")

    async def _post(self, url: str, body: dict[str, Any]) -> Any:
        async for _ in self._tries():
            with contextlib.suppress(httpx.TransportError):
                answer = await next(self._clients).post(url, json=body, headers=self._headers)
                if answer.is_success:
                    return answer.json()
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    raise ServiceError(f"{url} answered {answer.status_code}: {answer.text[:200]}")
        raise ServiceError(f"{url} was not answered for {self._patience:.0f} s.")

    async def _answered(self) -> None:
        async for _ in self._tries():
            if self._last >= 2 * len(self.accepted):
                return

    @property
    def _last(self) -> int:
        return int(self.seen[-1]["number"]) if self.seen else 0

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(httpx.TransportError):
                address = f"/web/events?after={self._last}"
                async with next(self._clients).stream("GET", address, headers=self._headers) as stream:
                    await self._take(stream)
            await asyncio.sleep(_AGAIN)

    async def _take(self, stream: httpx.Response) -> None:
        name = ""
        async for line in stream.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data" and name == "message":
                self.seen.append(json.loads(value))

    async def _tries(self) -> AsyncIterator[None]:
        end = asyncio.get_running_loop().time() + self._patience
        while asyncio.get_running_loop().time() < end:
            yield
            await asyncio.sleep(_AGAIN)
