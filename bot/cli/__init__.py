"""The command line: one module a verb, imported only when it is used, so that help is quick."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Sequence

VERBS = {
    "serve": "run the assistant for web chat",
    "ask": "answer one question",
    "chat": "talk in the terminal",
    "replay": "run conversations from a file through the assistant",
    "train": "train the model",
    "desk": "where staff work: serve it, let somebody in",
    "cases": "list, show and export what was filed; move a case on",
    "deliveries": "list what could not be sent, and send it again",
    "records": "purge old messages; export or erase what is kept of a visitor",
    "wechat": "examine the WeChat accounts, push the menu",
    "telegram": "say what the Telegram bot lacks",
    "knowledge": "check the pack and its coverage of the notice",
    "bench": "measure speed and the classifier",
    "test": "run the tests",
    "check": "run the linters, the type checker and Rasa's own validation",
    "rasa": "Rasa's own command line, with the project's paths",
}


class UserError(Exception):
    """Something the user can mend; the text says what and how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if arguments else 2
    verb, rest = arguments[0], arguments[1:]
    if verb not in VERBS:
        print(f"assistant: there is no verb {verb!r}.\n\n{_help()}", file=sys.stderr)
        return 2
    from bot.settings import SettingsError

    module = importlib.import_module(f"bot.cli.{verb}")
    try:
        return int(module.run(rest) or 0)
    except (UserError, SettingsError) as error:
        print(f"assistant: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def parser(verb: str, **options: str) -> argparse.ArgumentParser:
    """An argument parser for a verb."""
    return argparse.ArgumentParser(prog=f"assistant {verb}", description=VERBS[verb].capitalize() + ".", **options)  # type: ignore[arg-type]


def _help() -> str:
    lines = [f"  {verb:<10} {what}" for verb, what in VERBS.items()]
    return "usage: assistant VERB [OPTIONS]\n\n" + "\n".join(lines) + "\n\n`assistant VERB --help` tells more."
