"""An ASGI application over real HTTP on this machine, in a thread with a loop of its own."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn
from typing_extensions import Self


class Served:
    """Serves while it is entered. url: where. app: what."""

    def __init__(self, app, port: int = 0) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        self._server = uvicorn.Server(uvicorn.Config(app, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        end = time.monotonic() + 20
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
