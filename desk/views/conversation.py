"""One conversation: what was said and understood, and what staff do in it."""

from __future__ import annotations

import secrets
from typing import Any, Callable

from starlette.responses import Response

from desk import lines
from desk.access import LEAD, READ, WORK, Page
from desk.call import Call
from desk.forms import BadForm
from desk.transcripts import Told, told
from desk.views.inbox import shown_values
from records import audit, canned, conversations, handover, notes, presence, transcript
from records.accounts import members
from records.database import Session
from records.errors import Conflict, NoSuchMember
from records.models import Canned, Member, Role
from records.utterances import Line

CLOSINGS = ("settled", "referred", "no_reply", "spam", "other")
"""Reasons to close a conversation."""
LONGEST = 2000
"""Characters of a message to a visitor, or of a note."""


async def look(call: Call) -> Response:
    """The page: the list, the conversation, what is known around it."""
    found = await call.read(lambda session: told(session, call.id, call.now, limit=_limit(call)))
    values = await shown_values(call)
    return call.page(
        "conversation.html", open_id=call.id, told=found, key=secrets.token_urlsafe(12), **values, **await _around(call, found)
    )


async def part(call: Call) -> Response:
    """The conversation alone, as it is now."""
    found = await call.read(lambda session: told(session, call.id, call.now, limit=_limit(call)))
    return call.page("part_conversation.html", told=found, **await _around(call, found))


async def claim(call: Call) -> Response:
    """Take it out of the queue."""

    def job(session: Session) -> None:
        name = call.who.name
        handover.claim(session, call.id, call.who.login, call.now, lines.line("claimed", _tag(session, call.id), name=name))

    await call.write(job)
    return _back(call)


async def take(call: Call) -> Response:
    """Take it from the bot; a lead may take it from a colleague."""
    epoch = (await call.form()).number("epoch")

    def job(session: Session) -> None:
        found = conversations.get(session, call.id)
        if found.staff is not None and found.staff != call.who.login and call.who.role not in LEAD.roles:
            raise Conflict("Only a lead takes what a colleague has.")
        line = lines.line("taken", _tag(session, call.id), name=call.who.name)
        handover.take(session, call.id, call.who.login, epoch, call.now, line)

    await call.write(job)
    return _back(call)


async def send(call: Call) -> Response:
    """Say something to the visitor."""
    form = await call.form()
    text, key, epoch = form.text("text", LONGEST), form.text("key", 64), form.number("epoch")
    if not text or not key:
        raise BadForm(400, "nothing to send")

    def job(session: Session) -> None:
        line = lines.by_staff(text, _tag(session, call.id), call.who.name)
        handover.send(session, call.id, call.who.login, epoch, line, key, call.now)
        presence.say(session, call.id, call.who.login, typing=False, now=call.now)

    await call.write(job)
    return call.page("part_sent.html", key=secrets.token_urlsafe(12)) if call.is_part else _back(call)


async def note(call: Call) -> Response:
    """Write something to the colleagues."""
    text = (await call.form()).text("text", LONGEST)
    if not text:
        raise BadForm(400, "nothing to note")
    await call.write(lambda session: notes.add(session, call.id, call.who.login, text, call.now))
    return call.page("part_sent.html", key=secrets.token_urlsafe(12)) if call.is_part else _back(call)


async def transfer(call: Call) -> Response:
    """Pass it on to a colleague, or back into the queue."""
    form = await call.form()
    to, epoch = form.text("to", 40), form.number("epoch")

    def job(session: Session) -> None:
        tag, colleague = _tag(session, call.id), _colleague(session, to) if to else None
        line = lines.line("transferred", tag, name=colleague.name) if colleague else lines.line("passed_on", tag)
        handover.transfer(session, call.id, call.who.login, epoch, colleague.login if colleague else None, call.now, line)

    await call.write(job)
    return _back(call)


async def release(call: Call) -> Response:
    """Hand it back to the bot."""
    epoch = (await call.form()).number("epoch")
    await call.write(_ending(call, "released", lambda s, line: handover.release(s, call.id, call.who.login, epoch, call.now, line)))
    return _back(call)


async def close(call: Call) -> Response:
    """It is settled."""
    form = await call.form()
    epoch, why = form.number("epoch"), form.one_of("closing", CLOSINGS)
    await call.write(_ending(call, "ended", lambda s, line: handover.close(s, call.id, call.who.login, epoch, why, call.now, line)))
    return _back(call)


async def here(call: Call) -> Response:
    """Say that one writes, or has stopped."""
    typing = (await call.form()).text("typing") == "1"

    def job(session: Session) -> None:
        presence.say(session, call.id, call.who.login, typing=typing, now=call.now)
        if typing:
            handover.touch(session, call.id, call.who.login, call.now)

    await call.write(job, durable=False)
    return Response(status_code=204)


def _ending(call: Call, key: str, end: Callable[[Session, Line], object]) -> Callable[[Session], None]:
    def job(session: Session) -> None:
        end(session, lines.over(key, _tag(session, call.id)))

    return job


async def _around(call: Call, found: Told) -> dict[str, Any]:
    """What is shown beside the conversation."""

    def job(session: Session) -> dict[str, Any]:
        staff = [member for member in members.all_(session) if member.active and member.role is not Role.AUDITOR]
        replies = canned.all_(session)
        return {
            "names": {member.login: member.name for member in members.all_(session)},
            "colleagues": [member for member in staff if member.login != call.who.login],
            "available": {member.login for member in members.here(session, call.now)},
            "canned": replies,
            "filled": _filled(call, found, replies),
            "audit": audit.lines(session, conversation_id=call.id, limit=50),
            "closings": CLOSINGS,
            "longest": LONGEST,
        }

    return await call.read(job)


def _filled(call: Call, found: Told, replies: list[Canned]) -> dict[int, str]:
    """The canned replies in the visitor's language, filled in."""
    event, language = call.desk.pack.event, "en" if found.tag == "en" else "zh"
    values = {"name": call.who.name, "event": event.name.in_(language), "website": event.website}
    if found.handover and found.handover.topic:
        values["topic"] = call.desk.topic(found.handover.topic, language)
    return {reply.id: canned.filled(getattr(reply, language), values) for reply in replies}


def _colleague(session: Session, login: str) -> Member:
    member = members.find(session, login)
    if not member.active or member.role is Role.AUDITOR:
        raise NoSuchMember("They take no conversations.")
    return member


def _tag(session: Session, conversation_id: int) -> str:
    return transcript.language(session, conversations.get(session, conversation_id))


def _limit(call: Call) -> int:
    asked = call.query.text("limit", 6)
    return int(asked) if asked.isascii() and asked.isdigit() else 100


def _back(call: Call) -> Response:
    """The page anew; htmx is told that the conversation has changed."""
    if call.is_part:
        return Response(status_code=204, headers={"HX-Trigger": "desk:conversation, desk:inbox"})
    return call.go(f"/conversations/{call.id}")


PAGES = (
    Page("GET", "/conversations/{id:int}", look, READ),
    Page("GET", "/conversations/{id:int}/part", part, READ),
    Page("POST", "/conversations/{id:int}/claim", claim, WORK),
    Page("POST", "/conversations/{id:int}/take", take, WORK),
    Page("POST", "/conversations/{id:int}/messages", send, WORK),
    Page("POST", "/conversations/{id:int}/notes", note, WORK),
    Page("POST", "/conversations/{id:int}/transfer", transfer, WORK),
    Page("POST", "/conversations/{id:int}/release", release, WORK),
    Page("POST", "/conversations/{id:int}/close", close, WORK),
    Page("POST", "/conversations/{id:int}/here", here, WORK),
)
