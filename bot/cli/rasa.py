"""`assistant rasa …`: Rasa's own command line, with the project's paths where the user gives none.

It runs in the project's root, so that relative paths count from there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Mapping, Sequence

from actions.keeping import ADDRESS
from bot.settings import ROOT, read_settings

_DOMAIN = ("-d", "--domain")
_DATA = ("--data",)
_CONFIG = ("-c", "--config")
_MODEL = ("-m", "--model")
_ENDPOINTS = ("--endpoints",)

Defaults = Mapping[tuple[str, ...], Sequence[str]]

_TRAIN: Defaults = {_DOMAIN: ["bot"], _DATA: ["nlu/examples", "bot"], _CONFIG: ["config.yml"]}
_TRAINED: Defaults = {_MODEL: ["models"]}

DEFAULTS: Mapping[tuple[str, ...], Defaults] = {
    ("train",): {**_TRAIN, ("--out",): ["models"]},
    ("train", "nlu"): {_CONFIG: ["config.yml"], _DOMAIN: ["bot"], ("-u", "--nlu"): ["nlu/examples"], ("--out",): ["models"]},
    ("train", "core"): {_CONFIG: ["config.yml"], _DOMAIN: ["bot"], ("-s", "--stories"): ["bot"], ("--out",): ["models"]},
    ("data", "validate"): _TRAIN,
    ("data", "split", "nlu"): {("-u", "--nlu"): ["nlu/examples"]},
    ("test",): {_DOMAIN: ["bot"], **_TRAINED, ("-u", "--nlu"): ["nlu/examples"]},
    ("test", "nlu"): {_DOMAIN: ["bot"], _CONFIG: ["config.yml"], **_TRAINED, ("-u", "--nlu"): ["nlu/examples"]},
    ("shell",): {**_TRAINED, _ENDPOINTS: ["endpoints.yml"]},
    ("shell", "nlu"): _TRAINED,
    ("interactive",): {**_TRAIN, _ENDPOINTS: ["endpoints.yml"]},
    ("visualize",): {_DOMAIN: ["bot"], ("-s", "--stories"): ["bot"]},
    ("run", "actions"): {("--actions",): ["actions"]},
}
"""Command → options (any of their spellings) → what stands there where the user gives none of them."""


def run(arguments: Sequence[str]) -> int:
    """Run Rasa; its exit code."""
    command = [sys.executable, "-m", "rasa", *filled(arguments)]
    with subprocess.Popen(command, cwd=ROOT, env=_environment(os.environ)) as rasa:
        while True:
            try:
                return rasa.wait()
            except KeyboardInterrupt:  # Rasa gets the same signal and ends by itself
                continue


def filled(arguments: Sequence[str]) -> list[str]:
    """The arguments, with the project's paths put after them."""
    given = list(arguments)
    if {"-h", "--help"} & set(given):
        return given
    command = max((c for c in DEFAULTS if tuple(given[: len(c)]) == c), key=len, default=())
    for names, values in DEFAULTS.get(command, {}).items():
        if not any(_is(argument, name) for argument in given for name in names):
            given += [names[-1], *values]
    return given


def _is(argument: str, name: str) -> bool:
    return argument == name or argument.startswith(f"{name}=")


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Rasa finds the rooms of the project, and tells nobody of its use; actions that it runs find the records."""
    ours = {
        ADDRESS: str(read_settings(environment).records),
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    return {**environment, **ours}
