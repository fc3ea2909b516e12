"""What can be wrong with what comes in from WeChat.

Rejected
├ Malformed   it is no message of the protocol
└ Forged      whoever sent it doesn't know the token, or sends what was sent long ago

The texts are for operators' logs and those who write clients; visitors never see them.
"""

from __future__ import annotations


class Rejected(Exception):
    """See the module. status: of HTTP."""

    status = 400


class Malformed(Rejected):
    """It is no message of the protocol."""


class Forged(Rejected):
    """It is not from WeChat, or not of now."""

    status = 403
