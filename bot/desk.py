"""The desk as a process: alone, or beside the public server, with which it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Iterator

import uvicorn

from bot.cli import UserError
from bot.cli.runtime import open_records, report
from bot.settings import ROOT, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from desk.notifying import Ways
    from knowledge.pack import Pack
    from records.database import Database

_GRACE_SECONDS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_NOT_TO_BE_MENDED = 2
"""The exit code of a command that says what the user is to do, such as to choose another port."""


def serve(settings: Settings, *, beside: bool = False) -> None:
    """Serve the desk until a signal ends it; beside: or until standard input ends, as it does with the program that started it."""
    from bot.cli.serve import bind, listen, until_signal, url
    from desk.app import make_app
    from desk.notifying import Notifying
    from desk.place import Desk

    with bind(settings.desk_host, settings.desk_port) as listener:
        pack, database = _pack(settings), open_records(settings)
        here = settings.desk_url or url(listener)
        desk = Desk(database, pack, settings.hours(pack.event.timezone), here, settings.retention_days)
        server: uvicorn.Server | None = None

        def ending() -> bool:
            return server is not None and server.should_exit

        ways = _ways(settings, pack.event.timezone)
        notifying = Notifying(desk, ways, settings.notify_language) if ways.are_any else None
        app = make_app(desk, lambda: _tell(database, here), ending, notifying)
        server = uvicorn.Server(_configuration(app, settings))
        if beside:
            threading.Thread(target=_end_with_input, name="input", daemon=True).start()
        listen(listener)
        until_signal(server, listener)
        database.dispose()


@contextlib.contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """The desk runs in a process of its own until the end of the block; it is started again if it crashes."""
    if not settings.desk:
        yield
        return
    keeper = _Keeper(settings)
    keeper.start()
    try:
        yield
    finally:
        keeper.end()


class _Keeper:
    """Starts the desk, and starts it again."""

    def __init__(self, settings: Settings) -> None:
        today = ["--today", settings.today.isoformat()] if settings.today else []
        self._command = [sys.executable, "-m", "bot", "desk", "serve", "--beside", *today]
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="desk", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """End it."""
        self._ending.set()
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._thread.join(_GRACE_SECONDS + 1)

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while not self._ending.is_set():
            began = time.monotonic()
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=environment, start_new_session=True)  # noqa: S603
            code = self._waited(self._process)
            if self._ending.is_set():
                return
            if code == _NOT_TO_BE_MENDED:
                report("the desk is not there; the line above says why. ASSISTANT_DESK=off starts without it")
                return
            pause = _FIRST_PAUSE if time.monotonic() - began > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            report(f"the desk has ended ({code}); it is started again in {pause:g} s")
            self._ending.wait(pause)

    def _waited(self, process: subprocess.Popen[bytes]) -> int:
        """Its exit code; once all is to end, it has some seconds."""
        while process.poll() is None:
            if self._ending.wait(0.2):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return process.wait(_GRACE_SECONDS)
                process.kill()
        return process.wait()


def _ways(settings: Settings, zone: str) -> Ways:
    from desk.notifying import Ways
    from desk.posting import Mail, Webhook

    mail = Mail(settings.notify_mail, settings.notify_from or "desk@localhost") if settings.notify_mail else None
    return Ways(mail, Webhook(settings.notify_webhook) if settings.notify_webhook else None, settings.quiet_hours(zone))


def _pack(settings: Settings) -> Pack:
    from knowledge.pack import PackError, load_pack

    try:
        return load_pack(settings.pack_folder)
    except PackError as error:
        raise UserError(f"the pack {settings.pack} cannot be used:\n{error}") from None


def _configuration(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=_GRACE_SECONDS - 1,
    )


def _tell(database: Database, here: str) -> None:
    import datetime as dt

    from records.accounts import invitations

    report(f"the desk listens on {here}")
    with database.begin() as session:
        token = invitations.first(session, dt.datetime.now(dt.timezone.utc))
    if token:
        report(f"nobody can sign in at the desk yet; make the first administrator here, once:\n    {here}/invitations/{token}")


def _end_with_input() -> None:
    """The pipe of standard input ends with the process that holds its other end, however that ends."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
