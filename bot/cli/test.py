"""`assistant test [ARGUMENTS OF PYTEST]`: the tests; those that need no trained model come first (tests/conftest.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Sequence

from bot.settings import ROOT


def run(arguments: Sequence[str]) -> int:
    """Run pytest in the project's root; its exit code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False).returncode
