"""What a doctor finds: one thing that was looked at, and what is to be done. Nothing here is for visitors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Mapping

from connectors.gateway.clock import utc_now
from connectors.wechat.api import Refused, Unreachable
from records.models import Account as Known

_RECENT = dt.timedelta(days=1)
_NO_PERMISSION = "48001:"
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


def remembered(known: Known, name: str) -> list[Finding]:
    """What the platform refused last, where it did. What is long ago, or as it is with such an account, is nothing to be mended."""
    if known.trouble is None or known.trouble_at is None:
        return []
    said = f"{known.trouble_at:%Y-%m-%d %H:%M}Z: {known.trouble}"
    mended = utc_now() - known.trouble_at > _RECENT or known.trouble.startswith(_NO_PERMISSION)
    return [Finding(name, NOTE if mended else WRONG, said)]
