"""`assistant test [--quick] [ARGUMENTS OF PYTEST]`: the tests; those that need no trained model come first (tests/conftest.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Sequence

from bot.settings import ROOT

_QUICK = "not model and not slow"
_AT_ONCE = 2
"""Processes that share all the tests. Most wait, for servers, browsers and clocks; more of them would disturb each other's clocks."""
_SHARED = ("-n", str(_AT_ONCE), "--dist", "loadgroup")


def run(arguments: Sequence[str]) -> int:
    """Run pytest in the project's root; its exit code.

    `--quick` leaves out what needs a trained model, and what starts servers or browsers. Some processes share all tests, or all with a
    mark; those of a path are run in one. The model is there before all tests begin, so that they have the machine to themselves.
    """
    if "--quick" in arguments:
        return _pytest(*_SHARED, "-m", _QUICK, *(argument for argument in arguments if argument != "--quick"))
    if any((ROOT / argument.partition("::")[0]).exists() for argument in arguments):
        return _pytest(*arguments)
    return _in_root("-I", "-m", "bot", "train") or _pytest(*_SHARED, *arguments)


def _pytest(*arguments: str) -> int:
    return _in_root("-m", "pytest", *arguments)


def _in_root(*arguments: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    # processes must collect the same tests in the same order, and some of them are made from sets
    environment.setdefault("PYTHONHASHSEED", "0")
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode
