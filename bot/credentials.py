"""Credentials of the channels: `credentials.yml`, one section a channel, with values from the environment (`${TELEGRAM_BOT_TOKEN}`).

A section of which no variable is set is off. One that lacks something, or holds what cannot be used, is an error that names
the variable. No value is in any text that comes from here.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import yaml

from bot.settings import ROOT, SettingsError
from connectors.mount import BadCredential

FILE = ROOT / "credentials.yml"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Section:
    """A channel's part of the file. values: by key, filled from the environment. variables: by key, those that a value is made of."""

    channel: str
    values: Mapping[str, str] = field(repr=False)
    variables: Mapping[str, tuple[str, ...]]
    is_set: bool

    def of(self, kind: type) -> Any:
        """The section as the channel's dataclass of credentials.

        Raises:
            SettingsError: a key is unknown, something is missing, or cannot be used.
        """
        fields = {each.name: each for each in dataclasses.fields(kind)}
        for key in self.values:
            if key not in fields:
                raise SettingsError(f"{FILE.name}, {self.channel}: there is no such key as {key!r}; it takes {', '.join(fields)}.")
        given = {key: value for key, value in self.values.items() if value}
        for name, each in fields.items():
            if name not in given and each.default is dataclasses.MISSING:
                raise SettingsError(f"{self.named(name)} is not set, but other credentials of the channel {self.channel} are.")
        try:
            return kind(**given)
        except BadCredential as error:
            raise SettingsError(f"{self.named(error.key)} {error}") from None

    def lacks(self) -> str:
        """A variable that would switch the channel on."""
        return next((names[0] for names in self.variables.values() if names), f"{FILE.name}, {self.channel}")

    def named(self, key: str) -> str:
        """What an operator has to set: the variable of a key, or the key itself."""
        return ", ".join(self.variables.get(key, ())) or f"{FILE.name}, {self.channel}: {key}"


@dataclass(frozen=True)
class Opened:
    """A channel that is on. module: `connectors.<name>.mount`."""

    channel: str
    module: Any
    credentials: Any = field(repr=False)


def read_sections(path: Path = FILE, environment: Mapping[str, str] = os.environ) -> list[Section]:
    """The sections of the file.

    Raises:
        SettingsError: it cannot be read, or is none.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path.name} cannot be read.") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)  # the error itself would show what stands there
        raise SettingsError(f"{path.name} is no YAML{'' if line is None else f', at line {line + 1}'}.") from None
    if not isinstance(found, dict) or not all(isinstance(section, dict) for section in found.values()):
        raise SettingsError(f"{path.name} must have one section a channel, each with its keys.")
    return [_section(str(name), keys, environment) for name, keys in found.items()]


def opened(section: Section) -> Opened | None:
    """A channel with its credentials; None where it is off.

    Raises:
        SettingsError: there is no such channel; or as in `Section.of`.
    """
    try:
        module = importlib.import_module(f"connectors.{section.channel}.mount")
    except ModuleNotFoundError as error:
        if not f"connectors.{section.channel}.mount".startswith(error.name or "?"):
            raise
        raise SettingsError(f"{FILE.name}: there is no channel {section.channel!r}.") from None
    return Opened(section.channel, module, section.of(module.Credentials)) if section.is_set else None


def _section(name: str, keys: Mapping[Any, Any], environment: Mapping[str, str]) -> Section:
    texts = {str(key): "" if value is None else str(value) for key, value in keys.items()}
    variables = {key: tuple(_VARIABLE.findall(text)) for key, text in texts.items()}
    used = [variable for names in variables.values() for variable in names]
    values = {key: _VARIABLE.sub(lambda match: environment.get(match[1], "").strip(), text) for key, text in texts.items()}
    is_set = any(environment.get(variable, "").strip() for variable in used) if used else any(values.values())
    return Section(name, values, variables, is_set)
