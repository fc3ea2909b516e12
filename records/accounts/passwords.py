"""Passwords, kept as argon2id hashes with the figures that OWASP names: 19 MiB, two passes, one lane."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 200
"""Characters. The longest keeps a request from costing what it likes."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash("nobody has this password")


def acceptable(password: str, login: str) -> bool:
    """Whether a password may be chosen: long enough, and not one that is its own guess."""
    varied = len(set(password)) > 4
    return SHORTEST <= len(password) <= LONGEST and varied and login.casefold() not in password.casefold()


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password; None, where there is none, takes as long and is never right."""
    try:
        right = _HASHER.verify(kept or _NOBODYS, password[: LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other figures than now, and is to be hashed anew when it is next given."""
    return _HASHER.check_needs_rehash(kept)
