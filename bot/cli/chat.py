"""`assistant chat`: a conversation in the terminal, or with the lines of a pipe."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Any, Callable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli import parser
from bot.cli.runtime import add_today, gateway_to, make_assistant, open_pack, settle
from bot.cli.words import LANGUAGES, both, word

if TYPE_CHECKING:
    from bot.agent import Assistant
    from bot.settings import Settings
    from connectors.gateway import Gateway
    from knowledge.reply import Reply

CONVERSATION = "chat"
_QUIT = {"/quit", "/exit", "/q"}
_COLOURS = {"answer": "green", "clarify": "yellow", "form": "magenta", "handoff": "magenta", "fallback": "yellow", "error": "red"}

Read = Callable[[], str]
"""The visitor's next line.

Raises:
    EOFError: there is none.
"""


def run(arguments: Sequence[str]) -> int:
    """Talk until /quit, Ctrl-D or the end of standard input."""
    options = parser("chat")
    options.add_argument("--language", choices=LANGUAGES, help="language to start in (default: greet in both)")
    options.add_argument("--debug", action="store_true", help="show what was understood of each message")
    add_today(options)
    given = options.parse_args(arguments)
    settings = settle(given.today)
    console = Console(highlight=False)
    assistant, gateway = _prepared(settings)
    talk = Talk(gateway, console, assistant if given.debug else None)
    try:
        _greet(talk, settings, given.language)
        for line in lines(reader(console)):
            talk.say(line)
    finally:
        console.print(Text(word("bye", given.language) if given.language else both("bye"), style="bold"))
        talk.close()
    return 0


class Talk:
    """One conversation. debugged: the assistant whose understanding is shown, if it is to be."""

    def __init__(self, gateway: Gateway, console: Console, debugged: Assistant | None = None) -> None:
        self._gateway, self._console, self._debugged = gateway, console, debugged
        self._loop = asyncio.new_event_loop()

    def say(self, text: str) -> None:
        """Send a message and show the replies; whatever goes wrong is told, and the conversation goes on."""
        try:
            with self._console.status(both("thinking")):
                began = time.perf_counter()
                replies = self._loop.run_until_complete(self._gateway.handle(CONVERSATION, text))
                spent = (time.perf_counter() - began) * 1000
                understood = self._understood(text)
        except Exception as error:  # the boundary: a visitor never sees a traceback
            self._console.print(Text(both("error", error=type(error).__name__), style="red"))
            return
        self.show(replies)
        if understood:
            from bot.cli.debug import table

            self._console.print(Padding(table(understood, replies, spent), (0, 0, 1, 2)))

    def show(self, replies: Sequence[Reply]) -> None:
        """Show what the assistant says."""
        for reply in replies:
            self._console.print(shown(reply))

    def tell(self, line: str) -> None:
        """Say something from outside of the conversation."""
        self._console.print(Text(line, style="dim"))

    def close(self) -> None:
        """End it."""
        self._loop.close()

    def _understood(self, text: str) -> dict[str, Any] | None:
        from connectors.gateway import sanitize

        said = sanitize(text)
        if not (self._debugged and said):
            return None
        return self._loop.run_until_complete(self._debugged.parse(said))


def shown(reply: Reply) -> Panel:
    """A reply as it stands in the terminal, its buttons numbered."""
    body = Text(reply.text)
    for number, button in enumerate(reply.buttons, 1):
        body.append(f"\n  [{number}] ", style="bold cyan")
        body.append(button.title)
    return Panel(body, border_style=_COLOURS.get(reply.metadata.kind.value, "blue"), expand=False)


def lines(read: Read) -> Iterator[str]:
    """What the visitor writes, until there is no more or /quit; blank lines are passed over."""
    while True:
        try:
            line = read()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().lower() in _QUIT:
            return
        if line.strip():
            yield line


def reader(console: Console) -> Read:
    """Lines with editing and history at a terminal; else those of standard input, repeated so that a record reads well."""
    if sys.stdin.isatty() and console.is_terminal:
        from prompt_toolkit import PromptSession

        session: PromptSession[str] = PromptSession()
        return lambda: session.prompt("› ")
    return lambda: _piped(console)


def _piped(console: Console) -> str:
    raw = sys.stdin.buffer.readline()
    if not raw:
        raise EOFError
    line = raw.decode("utf-8", "replace").rstrip("\r\n")
    console.print(Text(f"› {line}", style="dim"))
    return line


def _prepared(settings: Settings) -> tuple[Assistant, Gateway]:
    with Console(stderr=True).status(both("loading")):
        open_pack(settings)
        assistant = make_assistant(settings)
    return assistant, gateway_to(assistant, settings)


def _greet(talk: Talk, settings: Settings, language: str | None) -> None:
    talk.tell(both("hint"))
    if settings.today:
        talk.tell(both("rehearsal", day=settings.today))
    if language:  # said to the assistant: what is too short to tell is answered in that language from now on
        talk.say(word("opening", language))
    else:
        talk.show(greetings(settings))


def greetings(settings: Settings) -> list[Reply]:
    """The greeting in both languages."""
    from connectors.gateway import conference_day
    from knowledge import library
    from knowledge.service import Service

    pack, today = library.shared().index().pack, settings.today or conference_day()
    return [Service(pack, language, today).small_talk("greet") for language in LANGUAGES]
