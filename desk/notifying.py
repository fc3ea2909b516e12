"""Telling staff who are not looking: of visitors who wait, and of cases that were filed; never in quiet hours, each thing once.

A hand-over is told at once to who has no page of the desk open; where somebody has, only when nobody took it for a minute.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from desk.place import Desk
from desk.posting import Mail, Post, PostingFailed, Webhook
from desk.texts import named, text
from knowledge.handover.hours import Hours
from records import notices
from records.accounts import members
from records.database import Session
from records.errors import DatabaseUnavailable
from records.models import Handover, Member, Role

logger = logging.getLogger(__name__)

WEBHOOK, MAIL = "webhook", "mail"
_LOOK_EVERY = 5.0
_PATIENCE = dt.timedelta(seconds=60)
_NEW_FOR = dt.timedelta(days=1)
_LONGEST_PAUSE = 300.0


@dataclass(frozen=True)
class Ways:
    """mail, webhook: None where not set. quiet: hours in which nothing is sent; what came then is told afterwards."""

    mail: Mail | None = None
    webhook: Webhook | None = None
    quiet: Hours | None = None

    @property
    def are_any(self) -> bool:
        """Whether anything can be told."""
        return bool(self.mail or self.webhook)


@dataclass(frozen=True)
class _Due:
    """What is to be told over a way, and to whom by mail."""

    way: str
    kind: str
    about: int
    post: Post
    to: tuple[str, ...] = ()


class Notifying:
    """Looks every few seconds. language: of what is sent."""

    def __init__(self, desk: Desk, ways: Ways, language: str = "zh") -> None:
        self._desk, self._ways, self._language = desk, ways, language

    async def run(self) -> None:
        """Look until cancelled; while nothing can be sent, seldom."""
        pause = _LOOK_EVERY
        while self._ways.are_any:
            try:
                await self.round()
                pause = _LOOK_EVERY
            except (PostingFailed, DatabaseUnavailable) as error:
                logger.error("staff could not be told: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception as error:  # a boundary: whoever waits next is told of
                logger.error("staff could not be told", exc_info=error)
                pause = _LONGEST_PAUSE
            await asyncio.sleep(pause)

    async def round(self) -> int:
        """Tell what is to be told; how much it was.

        Raises:
            PostingFailed: something could not be sent; it is to be tried again.
        """
        now = self._desk.now()
        if self._ways.quiet and self._ways.quiet.is_open(now):
            return 0
        due = await self._desk.store.read(lambda session: self._due(session, now))
        failures = [failure for one in due if (failure := await self._told(one, now))]
        if failures:
            raise failures[0]
        return len(due)

    async def _told(self, due: _Due, now: dt.datetime) -> PostingFailed | None:
        """Tell one thing; what went wrong, if something did."""
        kind = f"{due.kind} {due.way}"
        if not await self._desk.store.write(lambda session: notices.take(session, kind, due.about, now)):
            return None  # another process does
        try:
            await run_in_threadpool(self._send, due)
        except PostingFailed as failure:
            await self._desk.store.write(lambda session: notices.give_back(session, kind, due.about))
            return failure
        return None

    def _send(self, due: _Due) -> None:
        if due.way == WEBHOOK and self._ways.webhook:
            self._ways.webhook.send(due.post)
        elif self._ways.mail:
            self._ways.mail.send(due.post, due.to)

    def _due(self, session: Session, now: dt.datetime) -> list[_Due]:
        here = members.here(session, now)
        to = self._addresses(members.all_(session), here)
        before = now - _PATIENCE if here else now
        ways = [(WEBHOOK, ()), *([(MAIL, to)] if to else [])]
        found = []
        for way, addresses in ways:
            if not (self._ways.webhook if way == WEBHOOK else self._ways.mail):
                continue
            waiting = notices.waiting(session, before, f"{notices.HANDOVER} {way}")
            found += [_Due(way, notices.HANDOVER, one.id, self._of_handover(one), addresses) for one in waiting]
            filed = notices.filed(session, now - _NEW_FOR, f"{notices.CASE} {way}")
            found += [_Due(way, notices.CASE, case_id, self._of_case(case_id, number), addresses) for case_id, number in filed]
        return found

    def _addresses(self, people: list[Member], here: list[Member]) -> tuple[str, ...]:
        looking = {member.login for member in here}
        takes = (m for m in people if m.active and not m.away and m.role is not Role.AUDITOR and m.login not in looking)
        return tuple(member.email for member in takes if member.email)

    def _of_handover(self, found: Handover) -> Post:
        language = self._language
        about = [named("channel", found.channel, language), named("language", found.language or "zh", language)]
        about += [named("reason", found.reason.value, language), *([self._desk.topic(found.topic, language)] if found.topic else [])]
        said = text("notice_handover", language, about=" · ".join(about), link=f"{self._desk.url}/conversations/{found.conversation_id}")
        return Post(text("notice_handover_subject", language), said)

    def _of_case(self, case_id: int, number: str) -> Post:
        said = text("notice_case", self._language, number=number, link=f"{self._desk.url}/cases/{case_id}")
        return Post(text("notice_case_subject", self._language, number=number), said)
