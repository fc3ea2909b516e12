"""Whether messages can be answered: the pack, the model and the tracker store, each asked as a turn would ask it."""

from __future__ import annotations

import logging

from bot.agent import Assistant
from knowledge import library

logger = logging.getLogger(__name__)

_NOBODY = "readiness check"


async def missing(assistant: Assistant) -> list[str]:
    """What lacks, as an operator would name it; nothing when all is there."""
    lacking = [] if library.shared().index().pack.facts else ["pack"]
    agent = assistant._agent  # noqa: SLF001 (the composition root looks inside)
    if not agent.is_ready():
        lacking.append("model")
    try:
        await agent.tracker_store.retrieve(_NOBODY)
    except Exception as error:  # a boundary: whatever a store raises, it does not answer
        logger.error("the tracker store does not answer", exc_info=error)
        lacking.append("tracker store")
    return lacking
