"""A browser that talks to the application in process, or over a port."""

from __future__ import annotations

import contextlib
import json
import threading

import httpx
import uvicorn

from bot.cli.serve import bind, listen, url


async def nothing_missing():
    """All is there."""
    return []


class Client(httpx.AsyncClient):
    """A visitor's browser: it keeps its token."""

    token: str | None = None

    def __init__(self, app, address="192.0.2.1"):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1234))
        super().__init__(transport=transport, base_url="http://test")

    async def request(self, method, url, **more):
        """With the token, where there is one."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return await super().request(method, url, **{**more, "headers": {**headers, **(more.get("headers") or {})}})

    async def visit(self, language=None):
        """Begin a visit; what the server says of it."""
        answer = await self.post("/web/visits", json={"language": language} if language else None)
        self.token = answer.json()["token"]
        return answer.json()

    async def say(self, text, wait=5, **fields):
        """Send a message and wait for the replies."""
        body = json.dumps({"text": text, **fields})
        return await self.post(f"/web/messages?wait={wait}" if wait else "/web/messages", content=body)


@contextlib.contextmanager
def listening(app):
    """The application on a port of its own, in a thread; its address."""
    with bind("127.0.0.1", 0) as listener:
        listen(listener)
        server = uvicorn.Server(uvicorn.Config(app, ws="none", log_config=None, lifespan="on", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield url(listener)
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
