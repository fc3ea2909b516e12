"""`assistant check`: everything that can be said of the project without running it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Sequence

from rich.console import Console
from rich.table import Table

from bot.cli import UserError, parser
from bot.settings import ROOT

_PYTHON = (sys.executable, "-m")
_ASSISTANT = (*_PYTHON, "bot")


@dataclass(frozen=True)
class Check:
    """A command that succeeds with exit code 0. name: what the user calls it by. needs: a file without which it is passed over."""

    name: str
    headline: str
    command: tuple[str, ...]
    needs: str = "pyproject.toml"


CHECKS = (
    Check("lint", "ruff: rules", (*_PYTHON, "ruff", "check", ".")),
    Check("format", "ruff: format", (*_PYTHON, "ruff", "format", "--check", ".")),
    Check("types", "mypy: types", (*_PYTHON, "mypy")),
    Check("imports", "imports run one way", (*_PYTHON, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_imports.py")),
    Check("rasa", "rasa data validate", (*_ASSISTANT, "rasa", "data", "validate")),
    Check("knowledge", "knowledge check", (*_ASSISTANT, "knowledge", "check"), needs="bot/cli/knowledge.py"),
)


@dataclass(frozen=True)
class Result:
    """How a check went. outcome: `ok`, `failed` or `not there yet`."""

    check: Check
    outcome: str
    seconds: float


def run(arguments: Sequence[str]) -> int:
    """Run the checks; 1 if any failed."""
    options = parser("check")
    options.add_argument("names", nargs="*", metavar="CHECK", help=f"only these: {', '.join(c.name for c in CHECKS)} (default: all)")
    given = options.parse_args(arguments)
    console = Console(highlight=False)
    results = [carry_out(check, console) for check in chosen(given.names)]
    console.print(summary(results))
    return int(any(result.outcome == "failed" for result in results))


def chosen(names: Sequence[str]) -> list[Check]:
    """The checks of these names, in their own order; all where there is no name.

    Raises:
        UserError: a name stands for none.
    """
    known = {check.name for check in CHECKS}
    for name in names:
        if name not in known:
            raise UserError(f"there is no check {name!r}; there are: {', '.join(c.name for c in CHECKS)}.")
    return [check for check in CHECKS if not names or check.name in names]


def carry_out(check: Check, console: Console) -> Result:
    """Run one check, its output going straight to the terminal."""
    console.rule(f"[bold]{check.headline}", align="left")
    if not (ROOT / check.needs).exists():
        return Result(check, "not there yet", 0.0)
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = subprocess.run(check.command, cwd=ROOT, env=environment, check=False).returncode
    return Result(check, "failed" if code else "ok", time.monotonic() - began)


def summary(results: Sequence[Result]) -> Table:
    """A line a check."""
    table = Table(title="summary", title_justify="left", show_header=False)
    colours = {"ok": "green", "failed": "bold red"}
    for result in results:
        outcome = f"[{colours.get(result.outcome, 'yellow')}]{result.outcome}[/]"
        table.add_row(result.check.headline, outcome, f"{result.seconds:.0f} s")
    return table
