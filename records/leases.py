"""Leases: a claim that ends by itself when its holder dies, whatever the clock does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, or_

LONGEST_LEASE = 600.0
"""Seconds. A lease that ends later than this from now was made before the clock was set back; it counts for nothing."""


def end(now: dt.datetime, seconds: float) -> dt.datetime:
    """When a lease that is made now ends; `seconds` count up to LONGEST_LEASE."""
    return now + dt.timedelta(seconds=min(seconds, LONGEST_LEASE))


def free(until: Any) -> Any:
    """The condition that no living lease is in the column `until`; its parameters are those of `moments`."""
    return or_(until.is_(None), until <= bindparam("now"), until > bindparam("latest"))


def moments(now: dt.datetime) -> dict[str, dt.datetime]:
    """The parameters of `free`."""
    return {"now": now, "latest": end(now, LONGEST_LEASE)}
