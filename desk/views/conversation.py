"""One conversation: what was said and understood, and what staff do in it."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.responses import Response

from desk import casebook, lines, matters
from desk.access import LEAD, READ, WORK, Page
from desk.call import Call
from desk.forms import BadForm
from desk.transcripts import Said, Told, told
from desk.views.inbox import shown_values
from records import audit, canned, conversations, handover, notes, presence, proposals, reviews, transcript
from records.accounts import members
from records.database import Session
from records.errors import Conflict, NoSuchMember
from records.models import Canned, Member, Role

CLOSINGS = ("settled", "referred", "no_reply", "spam", "other")
"""Reasons to close a conversation."""
HELPED = ("settled", "referred")
"""Those with which the visitor's matter is settled, too."""
LONGEST = 2000
"""Characters of a message to a visitor, or of a note."""


async def look(call: Call) -> Response:
    """The page: the list, the conversation, what is known around it."""
    found = await call.read(lambda session: told(session, call.id, call.now, limit=_limit(call)))
    values = await shown_values(call)
    return call.page(
        "conversation.html",
        open_id=call.id,
        told=found,
        limit=_limit(call),
        key=secrets.token_urlsafe(12),
        **values,
        **await _around(call, found),
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
        matters.begun(session, call.id, call.who.login, call.now)

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
        matters.begun(session, call.id, call.who.login, call.now)

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

    def job(session: Session) -> None:
        handover.release(session, call.id, call.who.login, epoch, call.now, lines.over("released", _tag(session, call.id)))
        matters.settled(session, call.id, call.who.login, call.now, helped=True)

    await call.write(job)
    return _back(call)


async def close(call: Call) -> Response:
    """It is settled."""
    form = await call.form()
    epoch, why = form.number("epoch"), form.one_of("closing", CLOSINGS)

    def job(session: Session) -> None:
        handover.close(session, call.id, call.who.login, epoch, why, call.now, lines.over("ended", _tag(session, call.id)))
        matters.settled(session, call.id, call.who.login, call.now, helped=why in HELPED)

    await call.write(job)
    return _back(call)


async def propose(call: Call) -> Response:
    """Ask the assistant what it would answer."""
    await call.write(lambda session: proposals.ask(session, call.id, call.who.login, call.now))
    return _back(call)


async def file(call: Call) -> Response:
    """Make a case of what it is about."""
    form = await call.form()
    words, key = form.text("words", LONGEST), form.text("key", 64)
    if not words or not key:
        raise BadForm(400, "nothing to file")

    def job(session: Session) -> None:
        found = handover.newest(session, call.id)
        matters.file(session, call.desk, call.id, words, found.topic if found else "", key, call.who, call.now)

    await call.write(job)
    return _back(call)


async def here(call: Call) -> Response:
    """Say that one writes, or has stopped; or that the page is open where nobody sees it."""
    form = await call.form()
    typing, hidden = form.text("typing") == "1", form.text("hidden") == "1"

    def job(session: Session) -> None:
        if hidden:
            presence.leave(session, call.id, call.who.login, call.now)
            return
        presence.say(session, call.id, call.who.login, typing=typing, now=call.now)
        if typing:
            handover.touch(session, call.id, call.who.login, call.now)

    await call.write(job, durable=False)
    return Response(status_code=204)


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
            "reviewed": reviews.of(session, [item.message.id for item in found.items if isinstance(item, Said)]),
            "audit": audit.lines(session, conversation_id=call.id, limit=50),
            "closings": CLOSINGS,
            "values_of": casebook.values,
            "case_key": secrets.token_urlsafe(12),
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
    Page("POST", "/conversations/{id:int}/proposal", propose, WORK),
    Page("POST", "/conversations/{id:int}/case", file, WORK),
    Page("POST", "/conversations/{id:int}/here", here, WORK),
)
