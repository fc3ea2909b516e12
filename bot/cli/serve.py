"""`assistant serve`: the assistant for web chat, on one address."""

from __future__ import annotations

import dataclasses
import gc
import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Callable, Sequence

import uvicorn

from bot.cli import UserError, parser
from bot.cli.runtime import add_today, gateway_to, make_assistant, open_pack, open_records, report, settle
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.credentials import Opened
    from bot.worker import Worker
    from connectors.web.tokens import Tokens

_BACKLOG = 1024
_SWITCH_SECONDS = 0.001
"""How long a thread that computes keeps the others waiting: the assistant's keeps the server's (docs/decisions.md, 21)."""
_OBJECTS = 20_000
"""New ones, after which garbage is looked for; a turn makes thousands."""


def run(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT."""
    options = parser("serve")
    options.add_argument("--host", help="address to listen on (default: ASSISTANT_HOST, 127.0.0.1)")
    options.add_argument("--port", type=int, help="port to listen on, 0 for any free one (default: ASSISTANT_PORT, 8000)")
    add_today(options)
    given = options.parse_args(arguments)
    settings = with_address(settle(given.today), given.host, given.port)
    with bind(settings.host, settings.port) as listener:  # before the long work: a port in use is told at once
        serve(settings, listener)
    return 0


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    """The settings with what the command line gave."""
    try:
        return dataclasses.replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    except SettingsError as error:
        raise UserError(f"--host/--port: {error}") from None


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to an address; it does not listen yet.

    Raises:
        UserError: the port is in use, or the address cannot be had.
    """
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if listener:
            listener.close()
        raise UserError(f"cannot listen on {host}:{port}: {error.strerror or error}. Choose another with --host and --port.") from None
    return listener


def serve(settings: Settings, listener: socket.socket) -> None:
    """Prepare, then listen until a signal ends it."""
    from bot.credentials import opened, read_sections
    from bot.worker import NotAlone, working
    from connectors.web.tokens import Tokens

    sections = read_sections()
    channels = {section.channel: opened(section) for section in sections}  # what is wrong with them is told before the long work
    for section in sections:
        if channels[section.channel] is None:
            report(f"channel {section.channel}: off, for {section.lacks()} is not set")
    tokens = Tokens(settings.signing_secret(), settings.token_days)  # a state folder that cannot be used is told before the long work
    try:
        with working(settings.records) as worker:
            _serve(settings, listener, tokens, worker, [found for found in channels.values() if found])
    except NotAlone as error:
        raise UserError(f"{error}. End it, or use PostgreSQL (ASSISTANT_DATABASE) for several servers.") from None
    report("ended")


def _serve(settings: Settings, listener: socket.socket, tokens: Tokens, worker: Worker, channels: Sequence[Opened]) -> None:
    from bot.desk import beside
    from bot.readiness import missing
    from bot.server import make_app
    from connectors.gateway import Scribe
    from connectors.web.app import Web
    from connectors.web.pages import Pages

    open_pack(settings)
    assistant = make_assistant(settings, Scribe(open_records(settings)), settings.public_url or url(listener))
    gateway = gateway_to(assistant, settings, worker.name)
    web = Web(gateway, tokens, Pages(settings.demo, settings.retention_days, settings.message_limit), settings.body_limit)
    mounts = [channel.module.mount(gateway, channel.credentials) for channel in channels]
    for channel, mount in zip(channels, mounts):
        report(f"channel {channel.channel}: on, {mount.describe()}")
    if channels and not settings.public_url:
        report(f"links to cases in replies begin with {url(listener)}; set ASSISTANT_PUBLIC_URL to where visitors reach this server")
    app = make_app(
        web,
        partial(missing, assistant),
        partial(report, f"listening on {url(listener)} (Ctrl-C ends it)"),
        finish_seconds=settings.turn_timeout,
        origins=settings.origins,
        alone=worker.alone,
        mounts=mounts,
    )
    sys.setswitchinterval(_SWITCH_SECONDS)
    keep_what_is_loaded()
    listen(listener)
    assistant.rehearse()
    with beside(settings):
        until_signal(Server(configuration(app, settings), gateway.hub.end), listener)
    assistant.close()
    assistant.scribe.close()


def keep_what_is_loaded() -> None:
    """Spare the garbage collector what is there for good: model, index and packages are millions of objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)


class Server(uvicorn.Server):
    """Tells the open streams that it ends, before it waits for them. ending: called then."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        self._ending()
        await super().shutdown(sockets)


def configuration(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Texts and tokens reach no log: there is no access log, and uvicorn's warnings go the way of all others.

    ws is "none": there are no web sockets here, and the version of `websockets` that Rasa's sanic wants is too old for
    uvicorn to import.
    """
    return uvicorn.Config(
        app,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=int(settings.turn_timeout) + 1,
    )


def listen(listener: socket.socket) -> None:
    """Take connections from now on.

    Raises:
        UserError: another process was quicker.
    """
    try:
        listener.listen(_BACKLOG)
    except OSError as error:
        raise UserError(f"cannot listen on {url(listener)}: {error.strerror}. Choose another address with --host and --port.") from None


def until_signal(server: uvicorn.Server, listener: socket.socket) -> None:
    """Run a server until SIGTERM or SIGINT; it finishes its requests, then raises the signal once more, for nobody."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listener])


def url(listener: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
