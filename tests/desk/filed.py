"""What the tests of the desk's pages file, send and look at."""

from __future__ import annotations

from records import cases
from records.cases import (
    BoothKind,
    BoothRequest,
)

HOSTILE = "<script>alert(1)</script> =HYPERLINK(1)"
BOOTH = BoothRequest(
    organisation="=cmd|' /C calc'!A0",
    country="China",
    booth_kind=BoothKind.NOT_SURE,
    exhibits=HOSTILE,
    contact_name="Ana",
    email="ana@example.org",
)


def file(world, talk, details=BOOTH, key="m-1", now=None):
    at = {"language": "en", "late": True, "after_end": False, "now": now or world.now}
    return world.do(cases.submit, talk.id, details, message_id=key, edition="21", **at)


async def send(world, who, path, /, **fields):
    async with world.signed_in(who) as browser:
        return await browser.post(path, data=fields)


async def shown(world, login, path):
    async with world.signed_in(login) as browser:
        return await browser.get(path)


# Unanswered


def unanswered(world, *says):
    talk = world.talk(*says)
    with world.desk.database.begin() as session:
        session.exec_driver_sql("UPDATE asked SET kind = 'fallback'")
    return talk
