"""Whether the server at an address takes what the platform would send; for the doctors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import requests

from connectors.wechat.api import TIMEOUTS
from connectors.wechat.finding import OK, WRONG, Finding
from connectors.wechat.replies import DONE


@dataclass(frozen=True)
class Probe:
    """greeting: the query of a first request; echo: what is to come back. query, body: of an event that nothing comes of."""

    greeting: Mapping[str, str]
    echo: str
    query: Mapping[str, str]
    body: str


def tried(name: str, url: str, probe: Probe, mode: str) -> Finding:
    """What comes of a probe. mode: how it is sent, for the operator."""
    try:
        greeted = requests.get(url, params=dict(probe.greeting), timeout=TIMEOUTS)
        if greeted.status_code != 200 or greeted.text != probe.echo:
            return Finding(name, WRONG, f"{url} does not answer as WeChat expects: HTTP {greeted.status_code}, {greeted.text[:200]!r}")
        taken = requests.post(url, params=dict(probe.query), data=probe.body.encode(), timeout=TIMEOUTS)
    except requests.RequestException as error:
        return Finding(name, WRONG, f"{url} cannot be reached: {type(error).__name__}")
    if taken.status_code != 200 or taken.text != DONE:
        return Finding(name, WRONG, f"{url} does not take a message: HTTP {taken.status_code}, {taken.text[:200]!r}")
    return Finding(name, OK, f"{url} answers, and takes messages in {mode} mode")
