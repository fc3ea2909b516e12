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


def run(arguments: Sequence[str]) -> int:
    """Run pytest in the project's root; its exit code.

    `--quick` leaves out what needs a trained model, and what starts servers or browsers. Some processes share all tests, or all with a
    mark; those of a path are run in one.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    # processes must collect the same tests in the same order, and some of them are made from sets
    environment.setdefault("PYTHONHASHSEED", "0")
    if "--quick" in arguments:
        arguments = ["-m", _QUICK, *(argument for argument in arguments if argument != "--quick")]
    chosen = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    shared = [] if chosen else ["-n", str(_AT_ONCE), "--dist", "loadgroup"]
    return subprocess.run([sys.executable, "-m", "pytest", *shared, *arguments], cwd=ROOT, env=environment, check=False).returncode
