"""What a doctor finds: one thing that was looked at, and what is to be done. Nothing here is for visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Mapping

from connectors.wechat.api import Refused, Unreachable

OK, WRONG, NOTE = "ok", "wrong", "note"


@dataclass(frozen=True)
class Finding:
    """outcome: `ok`, `wrong`, or `note`. said: what was found, and what to do."""

    name: str
    outcome: str
    said: str


async def asked(name: str, call: Callable[[], Awaitable[Mapping[str, Any]]], said: str, advice: Callable[[Refused], str] = str) -> Finding:
    """What a call of the platform comes to. said: where it is answered. advice: what to do about a refusal."""
    try:
        await call()
    except Refused as refusal:
        return Finding(name, WRONG, advice(refusal))
    except Unreachable as error:
        return Finding(name, WRONG, str(error))
    return Finding(name, OK, said)
