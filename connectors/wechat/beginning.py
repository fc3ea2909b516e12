"""At the start the platform is asked whether it takes the credentials.

Else a wrong one would show hours later, with the first answer that is not ready in time.
"""

from __future__ import annotations

import logging
from typing import Callable

from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.caller import Caller
from connectors.wechat.refusals import meaning
from connectors.wechat.standing import Standing
from records.errors import DatabaseUnavailable

logger = logging.getLogger(__name__)


async def check(channel: str, caller: Caller, standing: Standing, advice: Callable[[Refused], str]) -> None:
    """Ask once; a refusal is logged and noted, and messages are taken all the same. advice: what an operator is to do about it."""
    try:
        await caller.check()
    except Refused as refusal:
        told = logger.error if meaning(refusal.code).trouble else logger.warning
        told("channel %s: the platform gives no access token: %s", channel, advice(refusal))
        try:
            await standing.refused(refusal)
        except DatabaseUnavailable:
            logger.info("what was refused is not noted: the records cannot be used")
    except Unreachable as error:
        logger.warning("channel %s: whether the credentials are good is not known: %s", channel, error)
