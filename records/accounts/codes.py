"""One-time codes of an app (TOTP, RFC 6238): six digits that change every 30 seconds."""

from __future__ import annotations

import datetime as dt
import hmac

import pyotp

_AROUND = 1
"""Steps before and after now whose code is right too: clocks differ."""


def new_secret() -> str:
    """A secret for an app, in base32."""
    return pyotp.random_base32()


def address(secret: str, login: str, issuer: str) -> str:
    """What an app reads from the square: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, last: int, now: dt.datetime) -> int | None:
    """The time step that a code is of; None where it is wrong, or of a step up to `last`, whose code was used."""
    totp, written = pyotp.TOTP(secret), "".join(code.split())
    if len(written) != totp.digits or not (written.isascii() and written.isdigit()):
        return None
    here = int(now.timestamp()) // totp.interval
    steps = (step for step in range(here - _AROUND, here + _AROUND + 1) if step > last)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), written)), None)
