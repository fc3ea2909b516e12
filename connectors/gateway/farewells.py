"""Last sentences: said when all of a visitor is erased, so that no record of them is left that could be tried again later.

They are in memory only. What a channel doesn't take for some minutes, or what is on its way when the process dies, is not said.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Mapping

from connectors.gateway.channel import Channel, DeliveryFailed, DeliveryPostponed, DeliveryRefused
from connectors.gateway.within import within
from records.outbox import Parcel

logger = logging.getLogger(__name__)

_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0)
_SEND_SECONDS = 30.0


class Farewells:
    """Those of this process."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._saying: set[asyncio.Task[None]] = set()

    def say(self, parcel: Parcel) -> None:
        """Send a last sentence, in a while of its own."""
        task = asyncio.get_running_loop().create_task(self._say(parcel))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for those on their way; what is left then is not said."""
        if not self._saying:
            return
        _, left = await asyncio.wait(self._saying, timeout=seconds)
        for task in left:
            task.cancel()

    async def _say(self, parcel: Parcel) -> None:
        channel = self._channels[parcel.channel]
        for pause in _PAUSES:
            try:
                await within(_SEND_SECONDS, channel.say_farewell(parcel))
            except DeliveryRefused:
                break
            except Exception as error:  # a boundary: whatever a channel raises, it is tried again
                asked = error.retry_after if isinstance(error, (DeliveryFailed, DeliveryPostponed)) else None
                await asyncio.sleep(max(pause, min(asked or 0.0, _PAUSES[-1])))
            else:
                return
        logger.error("a visitor of the channel %s could not be told that all is erased", parcel.channel)
