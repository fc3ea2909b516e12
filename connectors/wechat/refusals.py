"""What the platform's refusals mean, and what comes of each: a table of its error codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Way(str, Enum):
    """What becomes of a message that was refused.

    KEEP: it waits for the visitor's next message. LATER: it is tried again. STOP: it is a dead letter, and so is all else
    for this visitor. RENEW: it is tried again with a new token. SHORTER: it is cut smaller. NO_MENUS: it goes without buttons.
    """

    KEEP = "keep"
    LATER = "later"
    STOP = "stop"
    RENEW = "renew"
    SHORTER = "shorter"
    NO_MENUS = "no menus"


@dataclass(frozen=True)
class Meaning:
    """after: seconds before another try; None for the outbox's own pauses. emptied: the ledger is wrong, nothing is left.

    no_service: the account may not send at all. trouble: an operator has to do something.
    """

    way: Way
    after: float | None = None
    emptied: bool = False
    no_service: bool = False
    trouble: bool = False


TOKEN = frozenset({40001, 40014, 42001})
"""The access token is not, or no longer, good."""
MEANINGS = {
    -1: Meaning(Way.LATER),  # the platform is busy
    45015: Meaning(Way.KEEP),  # 48 hours are over, or nobody follows any more
    45047: Meaning(Way.KEEP, emptied=True),  # more than it lets us send
    45002: Meaning(Way.SHORTER),
    48001: Meaning(Way.KEEP, no_service=True, trouble=True),  # the account has no customer-service messages
    48002: Meaning(Way.KEEP),  # the visitor does not want to get any
    43004: Meaning(Way.STOP),  # nobody follows any more
    40003: Meaning(Way.STOP),  # no such visitor of this account
    45009: Meaning(Way.LATER, after=3600.0, trouble=True),  # more calls than there are in a day
    45011: Meaning(Way.LATER, after=60.0),  # more calls than there are in a minute
    40164: Meaning(Way.LATER, after=300.0, trouble=True),  # our address is not on the account's list
    40013: Meaning(Way.LATER, after=300.0, trouble=True),  # the AppID
    40125: Meaning(Way.LATER, after=300.0, trouble=True),  # the AppSecret
    40200: Meaning(Way.NO_MENUS),  # this kind of account shows no menus
    **{code: Meaning(Way.RENEW, after=60.0, trouble=True) for code in TOKEN},
    # WeChat customer service
    95000: Meaning(Way.STOP, trouble=True),  # no such service account
    95001: Meaning(Way.KEEP, emptied=True),  # more than it lets us send
    95002: Meaning(Way.KEEP),  # 48 hours are over
    95018: Meaning(Way.KEEP),  # a person has the conversation there, or it is over
    60020: Meaning(Way.LATER, after=300.0, trouble=True),  # our address is not on the list
}
UNKNOWN = Meaning(Way.LATER, trouble=True)


def meaning(code: int) -> Meaning:
    """What a code means; one that is not in the table is tried again, and shown to operators."""
    return MEANINGS.get(code, UNKNOWN)
