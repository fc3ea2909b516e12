"""Programs that the benchmark starts: waited for, weighed, and ended by their own id."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.cli.runtime import report

_HEARTBEAT = 20.0
_MEGABYTE = 1024 * 1024
_DONE = {200, 201, 202}


class ServiceError(Exception):
    """A program that the benchmark needs did not do its work; the text says which and where its output is."""


@dataclass
class Service:
    """A program that runs beside the benchmark. log: where its output goes."""

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Service:
        """Start it; its output goes to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 (commands of our own)
                list(self.command), cwd=self.folder, env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        return self

    def finish(self) -> float:
        """Wait until it ends by itself, with a sign of life now and then; the seconds that it took.

        Raises:
            ServiceError: it failed.
        """
        began = time.perf_counter()
        try:
            code = self._wait(began)
        finally:
            self.stop()  # an interrupted benchmark leaves nothing running
        if code:
            raise ServiceError(f"{self.name} failed with code {code}; its output is in {self.log}.")
        return time.perf_counter() - began

    def megabytes(self) -> float:
        """The resident memory of the program and its children."""
        assert self.process
        root = psutil.Process(self.process.pid)
        resident = sum(int(process.memory_info().rss) for process in [root, *root.children(recursive=True)])
        return resident / _MEGABYTE

    def check(self) -> None:
        """Raise ServiceError where the program has ended."""
        if self.process is None or self.process.poll() is not None:
            raise ServiceError(f"{self.name} ended before its time; its output is in {self.log}.")

    def stop(self) -> None:
        """End it and wait; an unwilling one is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self, began: float) -> int:
        assert self.process
        while True:
            try:
                return self.process.wait(timeout=_HEARTBEAT)
            except subprocess.TimeoutExpired:
                report(f"{self.name}: {time.perf_counter() - began:.0f} s so far; {self._last_line()}")

    def _last_line(self) -> str:
        text = self.log.read_bytes()[-2000:].decode("utf-8", "replace").replace("\r", "\n").strip()
        return text.splitlines()[-1][:90] if text else "no output yet"


class Client:
    """One kept-open connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Close the connection; the next message opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def post(self, path: str, body: dict[str, Any], token: str | None = None) -> Any:
        """The JSON that the server answers with. token: of a visit.

        Raises:
            OSError: there is no server, or the connection broke twice.
            ServiceError: it refuses.
        """
        try:
            return self._post(path, body, token)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection = None  # closed by the server for idleness
            return self._post(path, body, token)

    def _post(self, path: str, body: dict[str, Any], token: str | None) -> Any:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        payload, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            self._connection.request("POST", path, payload, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except OSError:
            self._connection.close()
            self._connection = None
            raise
        if answer.status not in _DONE:
            raise ServiceError(f"{path} answered {answer.status}: {content[:200]!r}")
        return json.loads(content)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
