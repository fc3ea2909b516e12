"""Whether messages can be answered: the pack, the model and the records, each asked as a turn would ask it."""

from __future__ import annotations

import logging
from typing import Protocol

from connectors.gateway import Scribe
from knowledge import library
from records.errors import DatabaseError

logger = logging.getLogger(__name__)


class Ready(Protocol):
    """What answers, and the records that it answers out of."""

    scribe: Scribe

    async def missing(self) -> list[str]:
        """What lacks of itself."""


async def missing(assistant: Ready) -> list[str]:
    """What lacks, as an operator would name it; nothing when all is there."""
    lacking = [] if library.shared().index().pack.facts else ["pack"]
    try:
        await assistant.scribe.call(lambda database: database.check())
    except DatabaseError as error:
        logger.error("the records cannot be used: %s", error)
        lacking.append("records")
    return [*lacking, *await assistant.missing()]
