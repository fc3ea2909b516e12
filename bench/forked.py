"""A server that is killed and back within a moment: forked off a program that has imported everything already.

    python -m bench.forked [the options of bench.stand_in]

It reads `start FOLDER` (of state), `kill` (-9) and `end` (SIGTERM), a line each; the server goes with it when its input ends.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import Self

from bench import stand_in, standing
from bench.services import ServiceError, free_port
from bot.settings import ROOT

_SIGNALS = {"kill": signal.SIGKILL, "end": signal.SIGTERM}


class Forked:
    """The real server with the stand-in, as a process of its own on one port.

    Used from one thread at a time. log: where its output goes. options: further ones of the stand-in.
    """

    def __init__(self, log: Path, options: Sequence[str] = ()) -> None:
        self.port, self.log = free_port(), log
        command = [sys.executable, "-m", "bench.forked", "--state", str(log.parent), "--port", str(self.port)]
        self._command = [*command, *standing.OPTIONS, *options]
        self._parent: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a fork takes no threads along
        with self.log.open("w") as errors:
            self._parent = subprocess.Popen(  # noqa: S603 (a command of our own)
                self._command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._parent
        self._parent.communicate()  # its input ends, and so does it

    def start(self, state: Path) -> None:
        """It listens then. state: its folder."""
        self._ask(f"start {state}", "http")

    def kill(self) -> None:
        """End it by SIGKILL."""
        self._ask("kill", "gone")

    def end(self) -> None:
        """End it in order."""
        self._ask("end", "gone")

    def _ask(self, command: str, awaited: str) -> None:
        assert self._parent
        assert self._parent.stdin
        assert self._parent.stdout
        with contextlib.suppress(BrokenPipeError):
            self._parent.stdin.write(f"{command}\n")
            self._parent.stdin.flush()
        for line in self._parent.stdout:
            if line.startswith(awaited):
                return
            if line.startswith("failed"):
                break
        raise ServiceError(f"the server did not {command}; its output is in {self.log}.")


def main(arguments: Sequence[str]) -> None:
    """Do as the lines say."""
    given, server = stand_in.read(arguments), 0
    try:
        while line := sys.stdin.readline():
            command, _, state = line.strip().partition(" ")
            if command == "start":
                given.state = Path(state)
                server = os.fork() or _serve(given)
            elif server:
                server = _gone(server, _SIGNALS[command])
                print("gone", flush=True)
    finally:
        if server:
            _gone(server, signal.SIGKILL)


def _serve(given: argparse.Namespace) -> int:
    try:
        stand_in.serve(given)
    except BaseException:  # (the boundary of the forked process: nothing of its parent's may run in it)
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        print("failed", flush=True)
    os._exit(0)


def _gone(server: int, number: signal.Signals) -> int:
    os.kill(server, number)
    os.waitpid(server, 0)
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
