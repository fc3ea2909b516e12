"""What our account may do on the platform, as it is set up and as the platform has shown it; shared by all workers."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from connectors.gateway import Scribe
from connectors.gateway.clock import utc_now
from connectors.wechat.account import Allowed
from connectors.wechat.api import Refused
from connectors.wechat.refusals import Way, meaning
from records import platforms
from records.models import Account

TRY_AGAIN = dt.timedelta(hours=1)
"""After which what was refused is tried again: an account can be verified meanwhile."""
_LOOK_EVERY = 1.0
_SEEN_EVERY = dt.timedelta(hours=1)


@dataclass(frozen=True)
class May:
    """service: send customer-service messages. menus: send buttons in them. surely: it has done so, and so a reply that is
    ready in time may be left to them.
    """

    service: bool
    menus: bool
    surely: bool


class Standing:
    """Of one account. channel, account: as in the records. service, menus: as it is set up."""

    def __init__(self, scribe: Scribe, channel: str, account: str, service: Allowed, menus: Allowed) -> None:
        self._scribe, self._who, self._service, self._menus = scribe, (channel, account), service, menus
        self._seen: tuple[float, Account] | None = None

    async def may(self) -> May:
        """What it may do now.

        Raises:
            DatabaseUnavailable: see there.
        """
        known, now = await self.known(), utc_now()
        service = _allowed(self._service, known.no_service_until, now)
        menus = service and _allowed(self._menus, known.no_menus_until, now)
        return May(service, menus, menus and (self._menus is Allowed.YES or known.service_at is not None))

    async def known(self) -> Account:
        """What the platform has shown; what another worker was shown is known within _LOOK_EVERY seconds."""
        if self._seen is None or time.monotonic() - self._seen[0] > _LOOK_EVERY:
            self._seen = time.monotonic(), await self._scribe.read(lambda session: platforms.get(session, *self._who))
        return self._seen[1]

    async def took(self) -> None:
        """The platform took a message: what was in the way is not, any more. Written now and then only."""
        known, now = await self.known(), utc_now()
        if known.trouble is None and known.service_at and now - known.service_at < _SEEN_EVERY:
            return
        await self._note(service_at=now, no_service_until=None, trouble=None, trouble_at=None)

    async def refused(self, refusal: Refused) -> None:
        """The platform refused something; what that says of the account is noted."""
        found, now = meaning(refusal.code), utc_now()
        if found.trouble:
            await self._note(trouble=str(refusal)[:400], trouble_at=now)
        if found.no_service:
            await self._note(no_service_until=now + TRY_AGAIN)
        if found.way is Way.NO_MENUS:
            await self._note(no_menus_until=now + 24 * TRY_AGAIN)

    async def _note(self, **changes: Any) -> None:
        await self._scribe.write(lambda session: platforms.note(session, *self._who, **changes), durable=False)
        self._seen = None


def _allowed(set_up: Allowed, not_before: dt.datetime | None, now: dt.datetime) -> bool:
    if set_up is not Allowed.AUTO:
        return set_up is Allowed.YES
    return not_before is None or not_before <= now
