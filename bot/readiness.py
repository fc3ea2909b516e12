"""Whether messages can be answered: the pack, the model and the records, each asked as a turn would ask it."""

from __future__ import annotations

from bot.agent import Assistant
from knowledge import library


async def missing(assistant: Assistant) -> list[str]:
    """What lacks, as an operator would name it; nothing when all is there."""
    lacking = [] if library.shared().index().pack.facts else ["pack"]
    return [*lacking, *await assistant.missing()]
